// SPDX-License-Identifier: Apache-2.0
// What can go wrong with a server, at each step of its conversation with the gateway, as scripts;
// and what a client may be told about it.
#pragma once

#include <string>

#include "tests/component/fake_cluster.h"
#include "tests/component/result_packets.h"

namespace sluice::test {

// The step that has just begun when the server fails.
enum class Place {
  greeting,        // connected
  authentication,  // our response has arrived
  state,           // our SET has arrived, the statement behind it
  statement,       // SET is answered, the statement has arrived
  column_count,    // sent
  definition,      // the first of two is sent
  rows,            // the head of the result is sent
  second_row,      // half of it is sent
  end,             // all rows are sent
};
inline constexpr Place kPlaces[] = {Place::greeting,  Place::authentication, Place::state,
                                    Place::statement, Place::column_count,   Place::definition,
                                    Place::rows,      Place::second_row,     Place::end};

enum class Fault { closes, resets, garbage, error, stalls };

std::string to_text(Place place);
std::string to_text(Fault fault);

// The error that Fault::error sends.
inline constexpr std::uint16_t kScriptedErrno = 1317;
inline constexpr const char* kScriptedState = "70100";
inline constexpr const char* kScriptedText = "the scripted server says no";

// A connection that does well up to `place` and has `fault` there. Its result is that of `rows`.
// Behind an error it goes on by the server's rules, as real servers do.
Script failing(Place place, Fault fault, const std::vector<Cells>& rows);

// What a client is told must name the data source and nothing of how to reach it.
void check_discreet(const wire::ErrPacket& error, const std::string& data_source);

}  // namespace sluice::test
