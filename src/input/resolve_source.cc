#include <string_view>

#include "absl/strings/match.h"
#include "tikrar/input.h"

namespace tikrar {
namespace {

// The host of `url`, "" if it names none. A url without a scheme counts if
// it begins like a host name.
std::string_view Host(std::string_view url) {
  constexpr std::string_view kAuthority = "//";
  std::string_view host = url;
  const size_t authority = url.find(kAuthority);
  const bool has_authority =
      authority == 0 ||
      (authority != std::string_view::npos && url[authority - 1] == ':' &&
       url.find_first_of("/?#") == authority);
  if (has_authority) host = url.substr(authority + kAuthority.size());
  host = host.substr(0, host.find_first_of("/?#\\"));
  if (!has_authority && host.find('.') == std::string_view::npos) return {};
  if (host.find_first_of(" \t\r\n") != std::string_view::npos) return {};
  const size_t user = host.rfind('@');
  if (user != std::string_view::npos) {
    if (!has_authority) return {};  // a mail address
    host = host.substr(user + 1);
  }
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  host = host.substr(0, host.find(':'));
  while (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

}  // namespace

std::string_view ResolveSource(std::string_view source, std::string_view url,
                               std::string_view folder) {
  if (!source.empty()) return source;
  std::string_view host = Host(url);
  constexpr std::string_view kPrefix = "www.";
  if (host.size() > kPrefix.size() &&
      absl::EqualsIgnoreCase(
          absl::string_view(host.data(), kPrefix.size()),
          absl::string_view(kPrefix.data(), kPrefix.size()))) {
    host.remove_prefix(kPrefix.size());
  }
  return host.empty() ? folder : host;
}

}  // namespace tikrar
