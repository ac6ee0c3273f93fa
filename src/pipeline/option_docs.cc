#include "pipeline/option_docs.h"

#include "pipeline/option_value.h"

namespace tikrar {
namespace {

constexpr size_t kHelpColumns = 80;
constexpr size_t kDocColumn = 6;

std::string_view EffectName(OptionEffect effect) {
  switch (effect) {
    case OptionEffect::kResults:
      return "results";
    case OptionEffect::kSpeed:
      return "speed only";
    case OptionEffect::kOutput:
      return "output";
  }
  return "";
}

std::string CommandNames(uint16_t commands) {
  if (commands == kForAll) return "all";
  std::string names;
  const auto add = [&](OptionCommands command, std::string_view name) {
    if ((commands & command) == 0) return;
    if (!names.empty()) names += ", ";
    names += name;
  };
  add(kForScan, "scan");
  add(kForCompare, "compare");
  add(kForExplain, "explain");
  add(kForEvaluate, "evaluate");
  add(kForGenerate, "generate");
  add(kForClean, "clean");
  add(kForRestore, "restore");
  add(kForReport, "report");
  add(kForServe, "serve");
  return names;
}

// A '|' inside a cell of a Markdown table must be escaped.
std::string MarkdownCell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string DocWithValues(const OptionRow& row) {
  std::string doc(row.doc);
  if (!row.choices.empty()) {
    doc += " (";
    doc += row.choices;
    doc += ")";
  }
  const std::string value = OptionDefault(row);
  if (!value.empty()) doc += " [default: " + value + "]";
  return doc;
}

}  // namespace

std::string OptionUsage(const OptionRow& row) {
  std::string usage;
  if (row.short_name != '\0') {
    usage += '-';
    usage += row.short_name;
    usage += ", ";
  }
  usage += "--";
  usage += row.name;
  if (!row.value_name.empty()) {
    usage += ' ';
    usage += row.value_name;
  }
  return usage;
}

std::vector<std::string_view> SplitChoices(std::string_view choices) {
  std::vector<std::string_view> list;
  for (std::string_view rest = choices; !rest.empty();) {
    const size_t bar = rest.find('|');
    list.push_back(rest.substr(0, bar));
    rest = bar == std::string_view::npos ? "" : rest.substr(bar + 1);
  }
  return list;
}

std::vector<std::string_view> OptionChoices(const OptionRow& row) {
  return SplitChoices(row.choices);
}

std::vector<std::string_view> OptionCompletions(const OptionRow& row) {
  return SplitChoices(row.choices.empty() ? row.suggestions : row.choices);
}

std::string OptionDefault(const OptionRow& row) {
  if (row.IsSwitch()) return "";
  return OptionText(row, ScanSettings());
}

std::string OptionHelp(std::string_view usage, std::string_view doc) {
  std::string help = "  ";
  help += usage;
  help += '\n';
  std::string line(kDocColumn, ' ');
  for (std::string_view rest = doc; !rest.empty();) {
    const size_t space = rest.find(' ');
    const std::string_view word = rest.substr(0, space);
    rest = space == std::string_view::npos ? "" : rest.substr(space + 1);
    if (line.size() > kDocColumn) {
      if (line.size() + 1 + word.size() > kHelpColumns) {
        help += line + '\n';
        line.assign(kDocColumn, ' ');
      } else {
        line += ' ';
      }
    }
    line += word;
  }
  return help + line + '\n';
}

std::string OptionsHelp(uint16_t commands, bool common) {
  std::string help;
  for (const OptionRow& row : OptionTable()) {
    if ((row.commands & commands) == 0) continue;
    if ((row.commands == kForAll) != common) continue;
    help += OptionHelp(OptionUsage(row), DocWithValues(row));
  }
  return help;
}

std::string OptionsMarkdown() {
  std::string page =
      "# Options\n\n"
      "Made from `option_table.cc`; do not edit. To renew: "
      "`TIKRAR_UPDATE=1 option_docs_test`.\n\n"
      "Options that affect results are recorded in `run.json`. The others "
      "change no byte of the findings.\n\n"
      "| option | default | commands | affects | |\n"
      "|---|---|---|---|---|\n";
  for (const OptionRow& row : OptionTable()) {
    const std::string value = OptionDefault(row);
    std::string doc(row.doc);
    if (!row.choices.empty()) doc += " (`" + std::string(row.choices) + "`)";
    page += "| `" + MarkdownCell(OptionUsage(row)) + "` | ";
    if (!value.empty()) page += "`" + MarkdownCell(value) + "`";
    page += " | " + CommandNames(row.commands) + " | ";
    page += EffectName(row.effect);
    page += " | " + MarkdownCell(doc) + " |\n";
  }
  return page;
}

}  // namespace tikrar
