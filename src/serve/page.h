// The built page and what is put into it.

#ifndef TIKRAR_SERVE_PAGE_H_
#define TIKRAR_SERVE_PAGE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tikrar {

// report/page/dist/page.html, as it was built.
std::string_view BuiltPage();

// `page` with `json` in its one data element, escaped so that no text in it
// ends the element. Error: Internal, the page has not exactly one place for it.
absl::StatusOr<std::string> PageWithData(std::string_view page,
                                         std::string_view json);

// The policy that the page gives itself. Error: Internal, it has none.
absl::StatusOr<std::string> PagePolicy(std::string_view page);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_PAGE_H_
