// The one table of options. From it come the command line parser, the help
// texts, the shell completions, OPTIONS.md and the `options` of run.json.
//
// To add an option, add a row. Its default lives in the options struct, its
// documentation in the row, and nothing else needs to know.

#ifndef TIKRAR_PIPELINE_OPTION_TABLE_H_
#define TIKRAR_PIPELINE_OPTION_TABLE_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/types/span.h"
#include "pipeline/scan_settings.h"

namespace tikrar {

// Names the member that an option sets. (A pointer to member cannot reach
// into a nested struct.)
template <typename T>
using Access = T& (*)(ScanSettings& settings);

// A count of bytes, written with a unit: 512M, 1G.
struct BytesField {
  Access<uint64_t> access;
};
// A strength of edits: a name, mild for one, or a number.
struct EditsField {
  Access<double> access;
};
// find_documents, find_blocks and find_passages, written as a list.
struct FindField {
  Access<ScanOptions> access;
};

// Kinds that clean removes, written as a list of those that an option adds to
// them or takes from them.
struct KindsField {
  Access<CleanOptions> access;
  bool removed;
};

// A bool is a switch: to give it is to turn its default round. Of a list, each
// value given is one more; of the others the last counts.
using OptionField =
    std::variant<Access<bool>, Access<int>, Access<uint64_t>, Access<double>,
                 Access<std::string>, Access<std::vector<std::string>>,
                 Access<Engine>, Access<Pairs>, Access<Profile>,
                 Access<Charset>, Access<ShingleSpec>, Access<KeepPolicy>,
                 Access<OutputCompression>, BytesField, EditsField, FindField,
                 KindsField>;

enum class OptionEffect : uint8_t {
  kResults,  // the findings; recorded in run.json
  kSpeed,    // time and memory only
  kOutput,   // where from and to, and what is shown
};

// The commands that take an option.
enum OptionCommands : uint16_t {
  kForScan = 1,
  kForCompare = 2,
  kForExplain = 4,
  kForTexts = 7,  // those that compare or show texts
  kForEvaluate = 8,
  kForGenerate = 16,
  kForClean = 32,
  kForRestore = 64,
  kForReport = 128,
  kForServe = 256,
  kForPage = kForReport | kForServe,  // those that show a run
  kForAll = kForTexts | kForEvaluate | kForGenerate | kForClean | kForRestore |
            kForPage,
};

struct NumberRange {
  double low = std::numeric_limits<double>::lowest();
  double high = std::numeric_limits<double>::max();
  bool above_low = false;  // low itself is out
};

struct OptionRow {
  std::string_view name;             // without dashes
  char short_name = '\0';            // '\0' = none
  std::string_view value_name = "";  // of a switch: ""
  OptionField field;
  OptionEffect effect = OptionEffect::kResults;
  uint16_t commands = kForScan;
  std::string_view doc = "";  // a sentence, no default, no full stop
  // "" if any value goes; else the values, with '|' between: checked by the
  // parser of the field, listed in help and completions.
  std::string_view choices = "";
  NumberRange range = {};
  // Values to complete with where others go too, with '|' between.
  std::string_view suggestions = "";

  bool IsSwitch() const { return std::holds_alternative<Access<bool>>(field); }
  bool IsList() const {
    return std::holds_alternative<Access<std::vector<std::string>>>(field);
  }
};

// In the order of the documentation.
absl::Span<const OptionRow> OptionTable();

// The first one of that name, nullptr if there is none. Commands that have
// nothing in common may use a name for different things.
const OptionRow* FindOption(std::string_view name);

// The options of scan that affect results, in table order: name and value as
// JSON. This is `options` of run.json; options of the other sorts are left out,
// so that the file is the same whatever they are.
std::vector<std::pair<std::string, std::string>> ResolvedOptions(
    const ScanSettings& settings);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_OPTION_TABLE_H_
