#include "cli/completions.h"

#include <functional>

#include "absl/strings/str_format.h"
#include "cli/commands.h"
#include "pipeline/option_docs.h"

namespace tikrar {
namespace {

// Texts of the tables stand between single quotes in all three shells. zsh
// gives brackets and colons of a description a meaning of their own.
std::string Quoted(std::string_view text, bool for_zsh = false) {
  std::string quoted;
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
      continue;
    }
    if (for_zsh && (c == '[' || c == ']' || c == ':')) quoted += '\\';
    quoted += c;
  }
  return quoted;
}

std::string Joined(const std::vector<std::string_view>& words) {
  std::string joined;
  for (const std::string_view word : words) {
    if (!joined.empty()) joined += ' ';
    joined += word;
  }
  return joined;
}

void ForEachOption(const Command& command,
                   const std::function<void(const OptionRow&)>& body) {
  for (const OptionRow& row : OptionTable()) {
    if ((row.commands & command.options) != 0) body(row);
  }
}

std::string AllCommands() {
  std::vector<std::string_view> names;
  for (const Command& command : Commands()) names.push_back(command.name);
  return Joined(names);
}

}  // namespace

std::string BashCompletions() {
  std::string script =
      "_tikrar() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} "
      "before=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local words=\n"
      "  if [[ $COMP_CWORD -eq 1 ]]; then\n"
      "    words='" +
      AllCommands() +
      " --help --version'\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "    return\n"
      "  fi\n"
      "  case $before in\n";
  for (const OptionRow& row : OptionTable()) {
    const std::string values = Joined(OptionCompletions(row));
    if (values.empty()) continue;
    script += absl::StrFormat("    --%s) words='%s' ;;\n", row.name, values);
  }
  script +=
      "  esac\n"
      "  if [[ -z $words && $word == -* ]]; then\n"
      "    case ${COMP_WORDS[1]} in\n";
  for (const Command& command : Commands()) {
    std::string options;
    ForEachOption(command, [&](const OptionRow& row) {
      options += absl::StrFormat("--%s ", row.name);
    });
    script += absl::StrFormat("      %s) words='%s--help' ;;\n", command.name,
                              options);
  }
  script +=
      "    esac\n"
      "  elif [[ -z $words && $COMP_CWORD -eq 2 ]]; then\n"
      "    case ${COMP_WORDS[1]} in\n";
  for (const Command& command : Commands()) {
    if (command.choices.empty()) continue;
    script += absl::StrFormat("      %s) words='%s' ;;\n", command.name,
                              Joined(SplitChoices(command.choices)));
  }
  script +=
      "    esac\n"
      "  fi\n"
      "  if [[ -n $words ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
      "  fi\n"
      "}\n"
      "complete -o filenames -F _tikrar tikrar\n";
  return script;
}

std::string ZshCompletions() {
  std::string script =
      "#compdef tikrar\n_tikrar() {\n  local -a commands\n"
      "  commands=(\n";
  for (const Command& command : Commands()) {
    script += absl::StrFormat("    '%s:%s'\n", command.name,
                              Quoted(command.summary, true));
  }
  script +=
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $command in\n";
  for (const Command& command : Commands()) {
    script += absl::StrFormat("    %s)\n      _arguments \\\n", command.name);
    ForEachOption(command, [&](const OptionRow& row) {
      script +=
          absl::StrFormat("        '--%s[%s]", row.name, Quoted(row.doc, true));
      if (!row.IsSwitch()) {
        script += absl::StrFormat(":%s:", Quoted(row.value_name, true));
        const std::string values = Joined(OptionCompletions(row));
        script += values.empty() ? "_files" : "(" + values + ")";
      }
      script += "' \\\n";
    });
    if (!command.choices.empty()) {
      script += absl::StrFormat("        '1:what:(%s)' \\\n",
                                Joined(SplitChoices(command.choices)));
    }
    script += "        '*:file:_files'\n      ;;\n";
  }
  return script + "  esac\n}\ncompdef _tikrar tikrar\n";
}

std::string FishCompletions() {
  std::string script;
  for (const Command& command : Commands()) {
    script += absl::StrFormat(
        "complete -c tikrar -n __fish_use_subcommand -a %s -d '%s'\n",
        command.name, Quoted(command.summary));
  }
  for (const Command& command : Commands()) {
    if (!command.choices.empty()) {
      const std::string values = Joined(SplitChoices(command.choices));
      script += absl::StrFormat(
          "complete -c tikrar -n '__fish_seen_subcommand_from %s; and not "
          "__fish_seen_subcommand_from %s' -f -a '%s'\n",
          command.name, values, values);
    }
    ForEachOption(command, [&](const OptionRow& row) {
      script += absl::StrFormat(
          "complete -c tikrar -n '__fish_seen_subcommand_from %s' -l %s",
          command.name, row.name);
      if (row.short_name != '\0') {
        script += std::string(" -s ") + row.short_name;
      }
      if (!row.IsSwitch()) script += " -r";
      const std::string values = Joined(OptionCompletions(row));
      if (!values.empty()) script += " -f -a '" + values + "'";
      script += " -d '" + Quoted(row.doc) + "'\n";
    });
  }
  return script;
}

}  // namespace tikrar
