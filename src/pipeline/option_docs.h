// Text made from the option table.

#ifndef TIKRAR_PIPELINE_OPTION_DOCS_H_
#define TIKRAR_PIPELINE_OPTION_DOCS_H_

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/option_table.h"

namespace tikrar {

// "--threshold J", "-o, --output RUN".
std::string OptionUsage(const OptionRow& row);

// "a|b" as {"a", "b"}.
std::vector<std::string_view> SplitChoices(std::string_view choices);

// The values to choose from; empty if any value goes.
std::vector<std::string_view> OptionChoices(const OptionRow& row);

// Those, or else the suggestions: what a shell may complete with.
std::vector<std::string_view> OptionCompletions(const OptionRow& row);

// "0.7", "all cores" …; "" for a switch and for what has no default.
std::string OptionDefault(const OptionRow& row);

// Usage and doc of an option in 80 columns, as `--help` shows it.
std::string OptionHelp(std::string_view usage, std::string_view doc);

// The help of all options that the commands in `commands` take, without a
// heading; common ones (kForAll) only or the others only.
std::string OptionsHelp(uint16_t commands, bool common);

// The whole table for people: src/pipeline/OPTIONS.md. A test compares the
// file with this and rewrites it when TIKRAR_UPDATE is set.
std::string OptionsMarkdown();

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_OPTION_DOCS_H_
