// SPDX-License-Identifier: Apache-2.0
// The status page as it lies in status_page.html, which the build puts into the binary.
#include "frontend/admin/endpoints.h"
#include "status_page_text.h"

namespace sluice::frontend {

std::string status_page(std::string_view nonce) {
  constexpr std::string_view kPlace = "{{nonce}}";
  std::string page(kStatusPage);
  for (std::size_t at = 0; (at = page.find(kPlace, at)) != std::string::npos;) {
    page.replace(at, kPlace.size(), nonce);
  }
  return page;
}

}  // namespace sluice::frontend
