#include "serve/request.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "clean/run_reader.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

// Of what a message repeats.
constexpr size_t kShownBytes = 60;

absl::Status BadParameter(std::string_view name, std::string_view value,
                          std::string_view expected) {
  return MakeStatus(absl::StatusCode::kInvalidArgument, name,
                    absl::StrFormat("is '%s', expected %s",
                                    value.substr(0, kShownBytes), expected));
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

absl::StatusOr<std::string> Unescape(std::string_view text, bool is_query) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && is_query) {
      out += ' ';
    } else if (text[i] == '%') {
      const int high = i + 1 < text.size() ? HexDigit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return absl::InvalidArgumentError(
            "address: a % without two hex digits, expected an escape");
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  if (!IsValidUtf8(out) || out.find('\0') != out.npos) {
    return absl::InvalidArgumentError("address: expected utf-8 without nul");
  }
  return out;
}

}  // namespace

std::string EscapeParameter(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) ||
        std::string_view("-._~").find(c) != std::string_view::npos) {
      out += c;
    } else {
      absl::StrAppendFormat(&out, "%%%02X", byte);
    }
  }
  return out;
}

absl::StatusOr<Request> Request::Parse(std::string_view target) {
  target = target.substr(0, target.find('#'));
  const size_t mark = std::min(target.find('?'), target.size());
  TIKRAR_ASSIGN_OR_RETURN(const std::string path,
                          Unescape(target.substr(0, mark), false));
  Request request(path, {});
  std::string_view rest = target.substr(std::min(mark + 1, target.size()));
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    if (pair.empty()) continue;
    const size_t equals = std::min(pair.find('='), pair.size());
    TIKRAR_ASSIGN_OR_RETURN(std::string name,
                            Unescape(pair.substr(0, equals), true));
    TIKRAR_ASSIGN_OR_RETURN(
        std::string value,
        Unescape(pair.substr(std::min(equals + 1, pair.size())), true));
    for (const auto& [other, unused] : request.parameters_) {
      if (other != name) continue;
      return MakeStatus(absl::StatusCode::kInvalidArgument,
                        std::string_view(name).substr(0, kShownBytes),
                        "is given twice, expected once");
    }
    request.parameters_.emplace_back(std::move(name), std::move(value));
  }
  return request;
}

std::optional<std::string_view> Request::Text(std::string_view name) const {
  for (const auto& [own, value] : parameters_) {
    if (own == name && !value.empty()) return value;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<int64_t>> Request::Number(std::string_view name,
                                                       int64_t most) const {
  const std::optional<std::string_view> text = Text(name);
  if (!text) return std::nullopt;
  int64_t value = 0;
  const auto [end, error] =
      std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < 0 ||
      value > most) {
    return BadParameter(name, *text,
                        absl::StrFormat("a whole number from 0 to %d", most));
  }
  return value;
}

absl::StatusOr<int64_t> Request::NumberOr(std::string_view name,
                                          int64_t otherwise,
                                          int64_t most) const {
  TIKRAR_ASSIGN_OR_RETURN(const std::optional<int64_t> value,
                          Number(name, most));
  return value.value_or(otherwise);
}

absl::StatusOr<int64_t> Request::RequiredNumber(std::string_view name) const {
  TIKRAR_ASSIGN_OR_RETURN(const std::optional<int64_t> value,
                          Number(name, std::numeric_limits<int64_t>::max()));
  if (value) return *value;
  return MakeStatus(absl::StatusCode::kInvalidArgument, name,
                    "is missing, expected a whole number");
}

absl::StatusOr<std::string_view> Request::RequiredText(
    std::string_view name) const {
  const std::optional<std::string_view> text = Text(name);
  if (text) return *text;
  return MakeStatus(absl::StatusCode::kInvalidArgument, name, "is missing");
}

absl::StatusOr<std::optional<int64_t>> Request::KindNumber() const {
  return KindNumber("kind");
}

absl::StatusOr<std::optional<int64_t>> Request::KindNumber(
    std::string_view name) const {
  const std::optional<std::string_view> text = Text(name);
  if (!text) return std::nullopt;
  const std::optional<Kind> kind = ParseKind(*text);
  if (!kind) return BadParameter(name, *text, "a kind");
  return static_cast<int64_t>(*kind);
}

absl::StatusOr<std::optional<int64_t>> Request::UnitNumber() const {
  const std::optional<std::string_view> text = Text("unit");
  if (!text) return std::nullopt;
  for (const Unit unit : {Unit::kDocument, Unit::kBlock, Unit::kPassage}) {
    if (UnitName(unit) == *text) return static_cast<int64_t>(unit);
  }
  return BadParameter("unit", *text, "document, block or passage");
}

absl::StatusOr<size_t> Request::Choice(
    std::string_view name, const std::vector<std::string_view>& choices) const {
  const std::optional<std::string_view> text = Text(name);
  if (!text) return size_t{0};
  const auto found = std::find(choices.begin(), choices.end(), *text);
  if (found != choices.end()) {
    return static_cast<size_t>(found - choices.begin());
  }
  std::string names;
  for (const std::string_view choice : choices) {
    names.append(names.empty() ? "" : ", ").append(choice);
  }
  return BadParameter(name, *text, "one of " + names);
}

absl::Status Request::Expect(const std::vector<std::string_view>& names) const {
  for (const auto& [name, value] : parameters_) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    return MakeStatus(absl::StatusCode::kInvalidArgument,
                      std::string_view(name).substr(0, kShownBytes),
                      "is no parameter of this address");
  }
  return absl::OkStatus();
}

}  // namespace tikrar
