#include "serve/page.h"

#include "absl/status/status.h"

namespace tikrar {
namespace {

// With its quotes it is a JSON value, too: the page without data is valid.
constexpr std::string_view kPlace = "\"@tikrar-data@\"";

constexpr std::string_view kPolicyBegin =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"";

// In JSON `<` stands only within strings, where it may be written so; then
// neither </script> nor <!-- can come out of a text. (JsonWriter has seen to
// U+2028 and U+2029.)
void AppendEscaped(std::string_view json, std::string* out) {
  for (;;) {
    const size_t at = json.find('<');
    out->append(json.substr(0, at));
    if (at == json.npos) return;
    out->append("\\u003c");
    json.remove_prefix(at + 1);
  }
}

}  // namespace

absl::StatusOr<std::string> PageWithData(std::string_view page,
                                         std::string_view json) {
  const size_t at = page.find(kPlace);
  if (at == page.npos || page.find(kPlace, at + 1) != page.npos) {
    return absl::InternalError("page: expected one place for data");
  }
  std::string out;
  out.reserve(page.size() + json.size() + json.size() / 8);
  out.append(page.substr(0, at));
  AppendEscaped(json, &out);
  out.append(page.substr(at + kPlace.size()));
  return out;
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
