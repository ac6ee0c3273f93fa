#include "cli/commands.h"

#include <array>
#include <limits>

#include "pipeline/option_table.h"

namespace tikrar {
namespace {

constexpr size_t kAnyNumber = std::numeric_limits<size_t>::max();

constexpr std::array kCommands = {
    Command{
        .name = "scan",
        .usage = "INPUT... -o RUN",
        .summary = "Find, classify and group repetition; write the run "
                   "directory RUN",
        .details =
            "INPUT is a file, a folder (read recursively) or - (JSON Lines on "
            "standard\ninput). By name: .jsonl .ndjson .json .csv .tsv .txt "
            ".wet .warc, each also with\n.gz or .zst.\nOf a call that was "
            "stopped, RUN.partial is left; the same command goes on.\n",
        .options = kForScan,
        .min_values = 1,
        .max_values = kAnyNumber,
        .run = RunScan},
    Command{.name = "compare",
            .usage = "A B",
            .summary = "Align two documents and show what is common, edited, "
                       "moved",
            .details =
                "A and B are text files, - (standard input), or documents of a "
                "corpus file:\nFILE#ID or FILE#RECORD, records counted from 0. "
                "Exit status 1: nothing in common.\n\n"
                "Lines begin with = for common text, ~ for edited text with "
                "[-old-]{+new+}, > for\ntext that stands elsewhere in B, - for "
                "text of A alone and + for text of B alone.\nAn edit that says "
                "the same is labelled: (spelling), (spacing), (clitic), "
                "(month),\n(number), (percent), (name), (title); so are "
                "(inflection) and (day).\n",
            .options = kForCompare,
            .min_values = 2,
            .max_values = 2,
            .run = RunCompare,
            .has_ceiling = true},
    Command{
        .name = "explain",
        .usage = "[TEXT|-]",
        .summary = "Show normal form, tokens, shingles and sketch of a text",
        .details = "Without TEXT, or with -, the text comes from standard "
                   "input.\n",
        .options = kForExplain,
        .min_values = 0,
        .max_values = 1,
        .run = RunExplain,
        .has_ceiling = true},
    Command{
        .name = "evaluate",
        .usage = "WHAT --truth FILE --run RUN",
        .summary = "Score a run against a truth",
        .details =
            "WHAT is one of these. The truth is JSON Lines, offsets in bytes "
            "as in a run\ndirectory:\n"
            "  passages  lines as in matches.jsonl, obfuscation names a type; "
            "or planted\n            cases as of PAN and ExAra, in code points "
            "(needs --corpus).\n            Scan with --pairs all\n"
            "  pairs     a, b (ids), same (true or false), jaccard, "
            "containment; or lines as\n            in matches.jsonl. Scan with "
            "--pairs all\n"
            "  blocks    lines as in spans.jsonl; doc alone is a document "
            "without spans\n"
            "  clusters  doc, cluster\n\n"
            "Of a corpus that tikrar generate made, truth/matches.labels is "
            "for "
            "passages and\npairs, truth/spans.labels for blocks, "
            "truth/clusters.labels for clusters.\n\n"
            "Every figure has a 95 % interval by bootstrap over documents.\n",
        .options = kForEvaluate,
        .min_values = 1,
        .max_values = 1,
        .run = RunEvaluate,
        .choices = "passages|pairs|blocks|clusters",
        .has_ceiling = true},
    Command{
        .name = "generate",
        .usage = "-o DIR",
        .summary = "Make a corpus with planted, recorded repetition",
        .details =
            "Writes corpus-00000.jsonl and so on, invented news in Arabic, and "
            "what repeats in\nit under truth: spans, matches, clusters and "
            "traps, JSON Lines in files *.labels,\nwhich scan does not read. "
            "The same options give the same bytes on every machine.\n",
        .options = kForGenerate,
        .min_values = 0,
        .max_values = 0,
        .run = RunGenerate},
    Command{
        .name = "clean",
        .usage = "RUN -o OUT",
        .summary = "Write the cleaned corpus, with a ledger of every removal",
        .details =
            "RUN is what 'tikrar scan' wrote; its inputs are read once more. "
            "OUT gets them\nwithout page furniture, related blocks, repeats "
            "and copies of documents, in the\nsame format and order, and "
            "ledger.jsonl.zst, which holds all that is missing.\nOf an "
            "interrupted call, OUT.partial is left; the same command goes "
            "on.\n",
        .options = kForClean,
        .min_values = 1,
        .max_values = 1,
        .run = RunClean},
    Command{
        .name = "restore",
        .usage = "OUT -o DIR",
        .summary = "Put every removed byte back; the result equals the input",
        .details = "OUT is what 'tikrar clean' wrote. Each restored file is "
                   "checked against what was\nread then; after decompression "
                   "it is the same, byte for byte.\n",
        .options = kForRestore,
        .min_values = 1,
        .max_values = 1,
        .run = RunRestore,
        .has_ceiling = true},
    Command{
        .name = "report",
        .usage = "RUN -o FILE.html",
        .summary = "Write what a run found as one self-contained HTML file",
        .details =
            "RUN is what 'tikrar scan' wrote; its inputs are read once more, "
            "the first time.\nThe file needs no network and no program but a "
            "browser. It has every figure, and\nthe texts of the largest "
            "families as far as --max-size goes; 'tikrar serve' has\nall of "
            "them. Keeps RUN/serve.sqlite, which may be deleted.\n",
        .options = kForReport,
        .min_values = 1,
        .max_values = 1,
        .run = RunReport,
        .has_ceiling = true},
    Command{
        .name = "serve",
        .usage = "RUN",
        .summary = "Show what a run found as a live page with search",
        .details =
            "RUN is what 'tikrar scan' wrote; its inputs are read once more, "
            "the first time.\nThe address of the page is printed when it "
            "answers. Decisions that are made on it\nare saved at once in "
            "RUN/decisions.jsonl, for 'tikrar clean --decisions'. Ctrl-C\n"
            "ends it. Keeps RUN/serve.sqlite and RUN/serve-search.sqlite, "
            "which may be\ndeleted.\n",
        .options = kForServe,
        .min_values = 1,
        .max_values = 1,
        .run = RunServe,
        .has_ceiling = true},
    Command{.name = "completions",
            .usage = "bash|zsh|fish",
            .summary = "Print a completion script for a shell",
            .details = "For bash: source <(tikrar completions bash)\n",
            .options = 0,
            .min_values = 1,
            .max_values = 1,
            .run = RunCompletions,
            .choices = "bash|zsh|fish"},
};

}  // namespace

absl::Span<const Command> Commands() { return kCommands; }

const Command* FindCommand(std::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

std::string CommandNames() {
  std::string names;
  for (const Command& command : kCommands) {
    if (!names.empty()) names += ", ";
    names += command.name;
  }
  return names;
}

}  // namespace tikrar
