// The built page and what is put into it.

#ifndef TIKRAR_SERVE_PAGE_H_
#define TIKRAR_SERVE_PAGE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tikrar {

// report/page/dist/page.html, as it was built.
std::string_view BuiltPage();

// The page around its one data element. Error: Internal, it has not exactly
// one place for data.
struct PageParts {
  std::string_view before, after;
};
absl::StatusOr<PageParts> SplitPage(std::string_view page);

// Appends `json`, or a piece of it, escaped so that no text in it ends the
// element.
void AppendPageData(std::string_view json, std::string* out);

// The policy that the page gives itself. Error: Internal, it has none.
absl::StatusOr<std::string> PagePolicy(std::string_view page);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_PAGE_H_
