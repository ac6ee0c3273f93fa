#include "pipeline/option_value.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>
#include <type_traits>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "report/json_writer.h"

namespace tikrar {
namespace {

constexpr std::string_view kByteUnits = "KMGT";

// Visitors over OptionField are sets of overloads.
template <typename... Ts>
struct Overloads : Ts... {
  using Ts::operator()...;
};
template <typename... Ts>
Overloads(Ts...) -> Overloads<Ts...>;

absl::Status Expected(std::string_view what, std::string_view actual) {
  return absl::Status(absl::StatusCode::kInvalidArgument,
                      absl::StrFormat("expected %s, got '%s'", what, actual));
}

template <typename T>
std::string NumberText(T value) {
  char buffer[64];
  const std::to_chars_result end =
      std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, end.ptr);
}

// A bound as a value of type T: the nearest that T has.
template <typename T>
std::string BoundText(double bound) {
  using Limits = std::numeric_limits<T>;
  if (bound >= static_cast<double>(Limits::max())) {
    return NumberText(Limits::max());
  }
  return NumberText(bound <= static_cast<double>(Limits::lowest())
                        ? Limits::lowest()
                        : static_cast<T>(bound));
}

template <typename T>
std::string RangeText(const NumberRange& range) {
  std::string text = std::is_integral_v<T> ? "a whole number" : "a number";
  text += range.above_low ? " above " : " from ";
  text += BoundText<T>(range.low);
  text += range.above_low ? " and at most " : " to ";
  return text + BoundText<T>(range.high);
}

template <typename T>
absl::Status SetNumber(const OptionRow& row, std::string_view text, T* value) {
  T parsed{};
  const std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), parsed);
  const double number = static_cast<double>(parsed);
  const bool is_valid =
      result.ec == std::errc() && result.ptr == text.data() + text.size() &&
      std::isfinite(number) && number <= row.range.high &&
      (row.range.above_low ? number > row.range.low : number >= row.range.low);
  if (!is_valid) {
    return Expected(RangeText<T>(row.range), text);
  }
  *value = parsed;
  return absl::OkStatus();
}

// Sets *value to the place of `text` among the choices, which stand in the
// order of the enum.
template <typename Enum>
absl::Status SetChoice(const OptionRow& row, std::string_view text,
                       Enum* value) {
  std::string_view rest = row.choices;
  for (int i = 0; !rest.empty(); ++i) {
    const size_t bar = rest.find('|');
    if (rest.substr(0, bar) == text) {
      *value = static_cast<Enum>(i);
      return absl::OkStatus();
    }
    rest = bar == std::string_view::npos ? "" : rest.substr(bar + 1);
  }
  return Expected(row.choices, text);
}

template <typename Enum>
std::string ChoiceText(const OptionRow& row, Enum value) {
  std::string_view rest = row.choices;
  for (int i = static_cast<int>(value); i > 0; --i) {
    rest.remove_prefix(rest.find('|') + 1);
  }
  return std::string(rest.substr(0, rest.find('|')));
}

struct NamedStrength {
  std::string_view name;
  double strength;
};
constexpr NamedStrength kStrengths[] = {
    {"mild", kMildEdits}, {"medium", kMediumEdits}, {"strong", kStrongEdits}};

absl::Status SetStrength(const OptionRow& row, std::string_view text,
                         double* value) {
  for (const NamedStrength& named : kStrengths) {
    if (text != named.name) continue;
    *value = named.strength;
    return absl::OkStatus();
  }
  if (SetNumber(row, text, value).ok()) return absl::OkStatus();
  return Expected("mild, medium, strong or a number from 0 to 1", text);
}

std::string StrengthText(double value) {
  for (const NamedStrength& named : kStrengths) {
    if (value == named.strength) return std::string(named.name);
  }
  return NumberText(value);
}

absl::Status SetFind(std::string_view text, ScanOptions* options) {
  constexpr std::string_view kUnits =
      "documents, blocks, passages or several with commas between";
  bool documents = false, blocks = false, passages = false;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t comma = rest.find(',');
    const std::string_view unit = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? "" : rest.substr(comma + 1);
    if (unit == "documents") {
      documents = true;
    } else if (unit == "blocks") {
      blocks = true;
    } else if (unit == "passages") {
      passages = true;
    } else {
      return Expected(kUnits, text);
    }
  }
  if (!documents && !blocks && !passages) return Expected(kUnits, text);
  options->find_documents = documents;
  options->find_blocks = blocks;
  options->find_passages = passages;
  return absl::OkStatus();
}

std::string FindText(const ScanOptions& options) {
  std::string units;
  const auto add = [&](bool wanted, std::string_view unit) {
    if (wanted) units.append(units.empty() ? "" : ",").append(unit);
  };
  add(options.find_documents, "documents");
  add(options.find_blocks, "blocks");
  add(options.find_passages, "passages");
  return units;
}

// Makes the kinds of the list removed ones, or kept ones.
absl::Status SetKinds(std::string_view text, bool removed,
                      CleanOptions* options) {
  CleanOptions changed = *options;
  std::string_view rest = text;
  for (bool more = true; more;) {
    const size_t comma = rest.find(',');
    const std::string_view name = rest.substr(0, comma);
    more = comma != std::string_view::npos;
    if (more) rest.remove_prefix(comma + 1);
    int kind = 0;
    while (kind < kKindCount && KindName(static_cast<Kind>(kind)) != name) {
      ++kind;
    }
    if (kind == kKindCount) {
      return Expected(
          "boilerplate, related, repeat, duplicate, syndicated, quote, passage "
          "or several with commas between",
          text);
    }
    changed.removed[static_cast<size_t>(kind)] = removed;
  }
  options->removed = changed.removed;
  return absl::OkStatus();
}

std::string KindsText(bool removed, const CleanOptions& options) {
  std::string kinds;
  for (int i = 0; i < kKindCount; ++i) {
    if (options.removed[static_cast<size_t>(i)] != removed) continue;
    kinds.append(kinds.empty() ? "" : ",")
        .append(KindName(static_cast<Kind>(i)));
  }
  return kinds;
}

}  // namespace

absl::StatusOr<uint64_t> ParseByteSize(std::string_view text) {
  constexpr std::string_view kWhat = "a size such as 512M or 4G";
  std::string_view digits = text;
  int shift = 0;
  if (!digits.empty()) {
    const size_t unit = kByteUnits.find(digits.back());
    if (unit != std::string_view::npos) {
      shift = 10 * (static_cast<int>(unit) + 1);
      digits.remove_suffix(1);
    }
  }
  uint64_t count = 0;
  const std::from_chars_result result =
      std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (result.ec != std::errc() || result.ptr != digits.data() + digits.size() ||
      count > (~uint64_t{0} >> shift)) {
    return Expected(kWhat, text);
  }
  return count << shift;
}

std::string ByteSizeText(uint64_t bytes) {
  size_t units = 0;
  while (units < kByteUnits.size() && bytes != 0 && bytes % 1024 == 0) {
    bytes /= 1024;
    ++units;
  }
  std::string text = NumberText(bytes);
  if (units > 0) text += kByteUnits[units - 1];
  return text;
}

absl::Status SetOption(const OptionRow& row, std::string_view value,
                       ScanSettings* settings) {
  ScanSettings& s = *settings;
  return std::visit(
      Overloads{
          [&](Access<bool> access) {
            ScanSettings defaults;
            access(s) = !access(defaults);
            return absl::OkStatus();
          },
          [&](Access<std::string> access) {
            if (value.empty()) return Expected(row.value_name, value);
            access(s) = std::string(value);
            return absl::OkStatus();
          },
          [&](Access<std::vector<std::string>> access) {
            if (value.empty()) return Expected(row.value_name, value);
            access(s).emplace_back(value);
            return absl::OkStatus();
          },
          [&](Access<ShingleSpec> access) {
            absl::StatusOr<ShingleSpec> spec = ParseShingleSpec(value);
            if (!spec.ok()) return Expected(row.value_name, value);
            access(s) = *spec;
            return absl::OkStatus();
          },
          [&](Access<Charset> access) {  // its names have aliases
            absl::StatusOr<Charset> charset = ParseCharset(value);
            if (!charset.ok()) return Expected(row.choices, value);
            access(s) = *charset;
            return absl::OkStatus();
          },
          [&](BytesField field) {
            absl::StatusOr<uint64_t> bytes = ParseByteSize(value);
            if (!bytes.ok()) return bytes.status();
            field.access(s) = *bytes;
            return absl::OkStatus();
          },
          [&](EditsField field) {
            return SetStrength(row, value, &field.access(s));
          },
          [&](FindField field) { return SetFind(value, &field.access(s)); },
          [&](KindsField field) {
            return SetKinds(value, field.removed, &field.access(s));
          },
          [&]<typename T>(Access<T> access) {
            if constexpr (std::is_enum_v<T>) {
              return SetChoice(row, value, &access(s));
            } else {
              return SetNumber(row, value, &access(s));
            }
          }},
      row.field);
}

std::string OptionText(const OptionRow& row, const ScanSettings& settings) {
  ScanSettings s = settings;  // an Access may write, so it wants no const
  return std::visit(
      // Whether the switch is given, whatever its field is called: --no-report
      // turns write_report off.
      Overloads{[&](Access<bool> access) {
                  ScanSettings defaults;
                  return std::string(access(s) != access(defaults) ? "true"
                                                                   : "false");
                },
                [&](Access<std::string> access) { return access(s); },
                [&](Access<std::vector<std::string>> access) {
                  return absl::StrJoin(access(s), ",");
                },
                [&](Access<ShingleSpec> access) {
                  return ShingleSpecName(access(s));
                },
                [&](BytesField field) { return ByteSizeText(field.access(s)); },
                [&](EditsField field) { return StrengthText(field.access(s)); },
                [&](FindField field) { return FindText(field.access(s)); },
                [&](KindsField field) {
                  return KindsText(field.removed, field.access(s));
                },
                [&]<typename T>(Access<T> access) {
                  if constexpr (std::is_enum_v<T>) {
                    return ChoiceText(row, access(s));
                  } else {
                    return NumberText(access(s));
                  }
                }},
      row.field);
}

std::string OptionJson(const OptionRow& row, const ScanSettings& settings) {
  const bool is_literal =
      std::visit(Overloads{[](Access<bool>) { return true; },
                           [](Access<int>) { return true; },
                           [](Access<uint64_t>) { return true; },
                           [](Access<double>) { return true; },
                           [](const auto&) { return false; }},
                 row.field);
  if (const auto* bytes = std::get_if<BytesField>(&row.field)) {
    ScanSettings s = settings;
    return NumberText(bytes->access(s));
  }
  const std::string text = OptionText(row, settings);
  if (is_literal) return text;
  std::string json;
  AppendJsonString(text, &json);
  return json;
}

}  // namespace tikrar
