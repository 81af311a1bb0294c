// SPDX-License-Identifier: Apache-2.0
// yaml-cpp reports events; the tree is built here, so that aliases are shared instead of copied and
// limits hold while the text is read.
#include "config/load_yaml.h"

#include <algorithm>
#include <istream>
#include <map>
#include <streambuf>
#include <unordered_set>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace sluice::config {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxNodes = 8'000'000;
// How many nodes aliases may repeat, all together: reading the tree takes this much longer.
constexpr std::size_t kMaxRepeated = 1'000'000;

// yaml-cpp takes a quoted text for complete if the end of the file cuts it off behind a line break.
// With this comment behind the file it does not.
constexpr std::string_view kEndOfFile = "\n#";

// Thrown through yaml-cpp by the builder, caught in parse_yaml().
struct BuildProblem {
  YAML::Mark mark;
  const char* message;
};

YamlProblem problem_at(const YAML::Mark& mark, std::string message) {
  if (mark.is_null()) return {0, 0, std::move(message)};
  return {static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1,
          std::move(message)};
}

// A problem behind the end of the file is shown at its end.
YamlProblem within(YamlProblem problem, std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  if (problem.line > lines) {
    problem.line = lines;
    problem.column = text.size() - (text.rfind('\n') + 1) + 1;  // npos + 1 is 0
  }
  return problem;
}

class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(YamlDocument& document) : document_(document) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    complete(add(YamlNode::Kind::null, mark, ""), anchor, 1, mark);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode& node = add(YamlNode::Kind::scalar, mark, tag);
    node.text = value;
    complete(node, anchor, 1, mark);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw BuildProblem{mark, "an alias stands within its own anchor"};
    repeated_ += found->second.weight;
    if (repeated_ > kMaxRepeated) throw BuildProblem{mark, "aliases repeat too much"};
    attach(*found->second.node, found->second.weight, mark);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::sequence, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::map, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  // A map or sequence whose end has not been seen.
  struct Open {
    YamlNode* node;
    YAML::anchor_t anchor;
    YAML::Mark mark;
    std::size_t weight = 1;   // nodes below, those that aliases stand for included
    YamlNode* key = nullptr;  // map: waiting for its value
  };
  struct Anchored {
    YamlNode* node;
    std::size_t weight;
  };

  YamlNode& add(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag) {
    if (document_.nodes.size() == kMaxNodes) throw BuildProblem{mark, "more than 8,000,000 values"};
    YamlNode& node = document_.nodes.emplace_back();
    node.kind = kind;
    node.line = static_cast<std::uint32_t>(mark.line) + 1;
    node.column = static_cast<std::uint32_t>(mark.column) + 1;
    // "!" and "?" only say whether a scalar was quoted; YAML's own types do not matter here.
    if (tag.size() > 1 && tag.front() == '!') node.tag = tag;
    return node;
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    if (open_.size() >= kMaxDepth) throw BuildProblem{mark, "nested more than 64 levels deep"};
    open_.push_back({&add(kind, mark, tag), anchor, mark});
  }

  void close() {
    const Open closed = open_.back();
    open_.pop_back();
    if (closed.node->is_map()) apply_merge_keys(*closed.node);
    complete(*closed.node, closed.anchor, closed.weight, closed.mark);
  }

  void complete(YamlNode& node, YAML::anchor_t anchor, std::size_t weight, const YAML::Mark& mark) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = {&node, weight};
    attach(node, weight, mark);
  }

  void attach(YamlNode& node, std::size_t weight, const YAML::Mark& mark) {
    if (open_.empty()) {
      document_.root = &node;
      return;
    }
    Open& parent = open_.back();
    parent.weight += weight;
    if (parent.node->is_sequence()) {
      parent.node->items.push_back(&node);
    } else if (!parent.key) {
      if (!node.is_scalar()) throw BuildProblem{mark, "a key must be text"};
      parent.key = &node;
    } else {
      if (node.is_null()) place_at(node, *parent.key);
      parent.node->entries.push_back({parent.key, &node});
      parent.key = nullptr;
    }
  }

  // yaml-cpp places a value that is not written at whatever comes next.
  static void place_at(YamlNode& node, const YamlNode& key) {
    node.line = key.line;
    node.column = key.column;
  }

  // "<<: *base" or "<<: [*a, *b]": their entries, unless the map has the key itself.
  static void apply_merge_keys(YamlNode& map) {
    const auto merge = std::find_if(map.entries.begin(), map.entries.end(), [](const auto& entry) {
      return entry.key->text == "<<" && (entry.value->is_map() || entry.value->is_sequence());
    });
    if (merge == map.entries.end()) return;
    const YamlNode& source = *merge->value;
    map.entries.erase(merge);
    const std::vector<const YamlNode*> bases =
        source.is_map() ? std::vector<const YamlNode*>{&source} : source.items;
    std::unordered_set<std::string_view> present;
    for (const YamlEntry& own : map.entries) present.insert(own.key->text);
    for (const YamlNode* base : bases) {
      for (const YamlEntry& entry : base->entries) {
        if (present.insert(entry.key->text).second) map.entries.push_back(entry);
      }
    }
  }

  YamlDocument& document_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t repeated_ = 0;
};

// The characters of a text and of kEndOfFile, which live elsewhere.
class TextBuffer final : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) { show(text); }

 private:
  int_type underflow() override {
    if (at_end_) return traits_type::eof();
    at_end_ = true;
    show(kEndOfFile);
    return traits_type::to_int_type(*gptr());
  }

  void show(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // an istream only reads
    setg(begin, begin, begin + text.size());
  }

  bool at_end_ = false;
};

}  // namespace

std::variant<YamlDocument, YamlProblem> parse_yaml(std::string_view text) {
  if (text.size() > kMaxYamlBytes) return YamlProblem{0, 0, "the file is larger than 64 MiB"};
  YamlDocument document;
  try {
    TextBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    TreeBuilder builder(document);
    parser.HandleNextDocument(builder);
    const YamlNode* root = document.root;
    if (parser.HandleNextDocument(builder) && document.root != root) {
      return YamlProblem{document.root->line, document.root->column,
                         "a second YAML document; a file holds one"};
    }
  } catch (const BuildProblem& problem) {
    return within(problem_at(problem.mark, problem.message), text);
  } catch (const YAML::Exception& error) {
    const bool cut_off = error.msg == YAML::ErrorMsg::EOF_IN_SCALAR;
    const std::string message = cut_off ? "a quoted text is not closed" : error.msg;
    return within(problem_at(error.mark, "not YAML: " + message), text);
  } catch (const std::exception& error) {
    return YamlProblem{0, 0, std::string("not readable: ") + error.what()};
  }
  if (!document.root) {
    YamlNode& nothing = document.nodes.emplace_back();
    nothing.line = nothing.column = 1;
    document.root = &nothing;
  }
  return document;
}

}  // namespace sluice::config
