#include "serve/page.h"

#include "absl/status/status.h"

namespace tikrar {
namespace {

// With its quotes it is a JSON value, too: the page without data is valid.
constexpr std::string_view kPlace = "\"@tikrar-data@\"";

constexpr std::string_view kPolicyBegin =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"";

}  // namespace

absl::StatusOr<PageParts> SplitPage(std::string_view page) {
  const size_t at = page.find(kPlace);
  if (at == page.npos || page.find(kPlace, at + 1) != page.npos) {
    return absl::InternalError("page: expected one place for data");
  }
  return PageParts{page.substr(0, at), page.substr(at + kPlace.size())};
}

// In JSON `<` stands only within strings, where it may be written so; then
// neither </script> nor <!-- can come out of a text. (JsonWriter has seen to
// U+2028 and U+2029.)
void AppendPageData(std::string_view json, std::string* out) {
  for (;;) {
    const size_t at = json.find('<');
    out->append(json.substr(0, at));
    if (at == json.npos) return;
    out->append("\\u003c");
    json.remove_prefix(at + 1);
  }
}

absl::StatusOr<std::string> PagePolicy(std::string_view page) {
  const size_t begin = page.find(kPolicyBegin);
  if (begin == page.npos) {
    return absl::InternalError("page: expected a content security policy");
  }
  const std::string_view rest = page.substr(begin + kPolicyBegin.size());
  return std::string(rest.substr(0, rest.find('"')));
}

}  // namespace tikrar
