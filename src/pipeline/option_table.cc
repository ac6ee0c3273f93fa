#include "pipeline/option_table.h"

#include <array>

#include "pipeline/option_value.h"

namespace tikrar {
namespace {

// &Member: a function of the settings that names one of its members.
#define TIKRAR_MEMBER(type, member) \
  Access<type>([](ScanSettings& s) -> type& { return s.member; })

constexpr NumberRange kShare = {.low = 0, .high = 1, .above_low = true};

constexpr std::array kOptions = {
    OptionRow{.name = "output",
              .short_name = 'o',
              .value_name = "PATH",
              .field = TIKRAR_MEMBER(std::string, output),
              .effect = OptionEffect::kOutput,
              .commands = kForScan | kForGenerate | kForClean | kForRestore |
                          kForReport,
              .doc = "The directory to write, or the file of report; it "
                     "appears under this name when it is complete"},
    OptionRow{.name = "truth",
              .value_name = "FILE",
              .field = TIKRAR_MEMBER(std::string, truth),
              .effect = OptionEffect::kOutput,
              .commands = kForEvaluate,
              .doc = "What should have been found, as JSON Lines"},
    OptionRow{.name = "run",
              .value_name = "RUN",
              .field = TIKRAR_MEMBER(std::string, run),
              .effect = OptionEffect::kOutput,
              .commands = kForEvaluate,
              .doc = "The run directory to score"},
    OptionRow{.name = "corpus",
              .value_name = "INPUT",
              .field = TIKRAR_MEMBER(std::vector<std::string>, corpus),
              .effect = OptionEffect::kOutput,
              .commands = kForEvaluate,
              .doc = "What the run was made from, to count characters instead "
                     "of bytes and to score whole blocks; once for each input "
                     "of it"},
    OptionRow{.name = "threshold",
              .value_name = "J",
              .field = TIKRAR_MEMBER(double, scan.threshold),
              .doc = "Smallest Jaccard similarity of a match",
              .range = kShare},
    OptionRow{.name = "containment",
              .value_name = "C",
              .field = TIKRAR_MEMBER(double, scan.containment),
              .doc = "Smallest share of the smaller text that the larger one "
                     "must hold for a match",
              .range = kShare},
    OptionRow{.name = "shingle",
              .value_name = "auto|word:N|char:N",
              .field = TIKRAR_MEMBER(ShingleSpec, scan.shingle),
              .commands = kForScan | kForExplain,
              .doc = "What texts are compared by: runs of N words or of N "
                     "letters; auto takes letters, and finer ones for short "
                     "texts"},
    OptionRow{.name = "engine",
              .value_name = "ENGINE",
              .field = TIKRAR_MEMBER(Engine, scan.engine),
              .doc = "The sketch that proposes candidates",
              .choices = "minhash|simhash"},
    OptionRow{.name = "normalize",
              .value_name = "PROFILE",
              .field = TIKRAR_MEMBER(Profile, scan.profile),
              .commands = kForTexts,
              .doc = "How much of the spelling is folded: encoding and "
                     "typography; also vowel marks, hamza, yeh and teh "
                     "marbuta; also every hamza and the loan letters",
              .choices = "strict|standard|aggressive"},
    OptionRow{.name = "min-passage",
              .value_name = "WORDS",
              .field = TIKRAR_MEMBER(int, scan.min_passage_words),
              .doc = "Words of the shortest passage; a text of fewer makes no "
                     "family by standing inside of longer ones, and what 8 "
                     "documents or more have is a phrase unless it has twice "
                     "as many",
              .range = {.low = 4, .high = 64}},
    OptionRow{.name = "min-quote",
              .value_name = "WORDS",
              .field = TIKRAR_MEMBER(int, scan.min_quote_words),
              .doc = "A quotation of fewer words is not compared with those of "
                     "other documents; one of fewer than 8 counts if it is in "
                     "marks everywhere (from 5 words on) or behind a frame, "
                     "one of fewer than 20 in 8 documents or more if a fourth "
                     "of these quote it",
              .range = {.low = 1, .high = 1000000}},
    OptionRow{.name = "find",
              .value_name = "UNIT,...",
              .field = FindField{TIKRAR_MEMBER(ScanOptions, scan)},
              .doc = "What to look for: documents, blocks (paragraphs), "
                     "passages (stretches and quotations within them), or "
                     "several with commas between",
              .suggestions = "documents|blocks|passages"},
    OptionRow{.name = "no-furniture",
              .field = TIKRAR_MEMBER(bool, scan.find_furniture),
              .doc = "Do not look for boilerplate and related blocks: judge "
                     "documents and paragraphs with all that their pages "
                     "hold"},
    OptionRow{.name = "pairs",
              .value_name = "PAIRS",
              .field = TIKRAR_MEMBER(Pairs, scan.pairs),
              .doc = "The matches to list: each member of a family against "
                     "its representative, or every verified pair",
              .choices = "star|all"},
    OptionRow{.name = "audit",
              .value_name = "N",
              .field = TIKRAR_MEMBER(uint64_t, scan.audit),
              .doc = "Check N random documents and N random blocks by brute "
                     "force and report the recall of this run",
              .range = {.low = 0, .high = 1e15}},
    OptionRow{.name = "num-hashes",
              .value_name = "N",
              .field = TIKRAR_MEMBER(int, scan.num_hashes),
              .commands = kForScan | kForExplain,
              .doc = "MinHash values a signature, a multiple of 8",
              .range = {.low = 8, .high = 1024}},
    OptionRow{.name = "target-recall",
              .value_name = "R",
              .field = TIKRAR_MEMBER(double, scan.target_recall),
              .doc = "Probability that a pair at the threshold becomes a "
                     "candidate",
              .range = {.low = 0, .high = 0.999999, .above_low = true}},
    OptionRow{.name = "simhash-distance",
              .value_name = "BITS",
              .field = TIKRAR_MEMBER(int, scan.simhash_distance),
              .doc = "Bits in which two SimHash fingerprints may differ "
                     "(--engine simhash)",
              .range = {.low = 0, .high = 16}},
    OptionRow{.name = "strict",
              .field = TIKRAR_MEMBER(bool, scan.strict),
              .doc = "Fail if any record cannot be read"},
    OptionRow{.name = "text-field",
              .value_name = "NAME",
              .field = TIKRAR_MEMBER(std::string, scan.input.text_field),
              .commands = kForScan | kForCompare | kForEvaluate,
              .doc = "The field or column with the text"},
    OptionRow{.name = "id-field",
              .value_name = "NAME",
              .field = TIKRAR_MEMBER(std::string, scan.input.id_field),
              .commands = kForScan | kForCompare,
              .doc = "The field or column with the id"},
    OptionRow{.name = "source-field",
              .value_name = "NAME",
              .field = TIKRAR_MEMBER(std::string, scan.input.source_field),
              .doc = "The field or column with the publisher"},
    OptionRow{.name = "url-field",
              .value_name = "NAME",
              .field = TIKRAR_MEMBER(std::string, scan.input.url_field),
              .doc = "The field or column with the address"},
    OptionRow{.name = "date-field",
              .value_name = "NAME",
              .field = TIKRAR_MEMBER(std::string, scan.input.date_field),
              .doc = "The field or column with the date"},
    OptionRow{.name = "title-field",
              .value_name = "NAME",
              .field = TIKRAR_MEMBER(std::string, scan.input.title_field),
              .doc = "The field or column with the title"},
    OptionRow{
        .name = "charset",
        .value_name = "NAME",
        .field = TIKRAR_MEMBER(Charset, scan.input.charset),
        .commands = kForTexts | kForEvaluate,
        .doc = "Character set of plain text, CSV and TSV files, and of web "
               "pages that declare none",
        .choices = "auto|utf-8|utf-16le|utf-16be|windows-1256|iso-8859-6"},
    OptionRow{.name = "max-record",
              .value_name = "SIZE",
              .field = BytesField{TIKRAR_MEMBER(uint64_t,
                                                scan.input.max_record_bytes)},
              .commands = kForTexts | kForEvaluate,
              .doc = "A longer record, or text file, is rejected and counted: "
                     "a text takes some 13 times its size in memory"},
    OptionRow{.name = "seed",
              .value_name = "N",
              .field = TIKRAR_MEMBER(uint64_t, generate.seed),
              .commands = kForGenerate,
              .doc = "What the corpus grows from: another number, another "
                     "corpus"},
    OptionRow{.name = "documents",
              .value_name = "N",
              .field = TIKRAR_MEMBER(uint64_t, generate.documents),
              .commands = kForGenerate,
              .doc = "How many documents to make",
              .range = {.low = 0, .high = 1e12}},
    OptionRow{.name = "size",
              .value_name = "SIZE",
              .field = BytesField{TIKRAR_MEMBER(uint64_t, generate.size_bytes)},
              .commands = kForGenerate,
              .doc = "Bytes of corpus files to make, as 512M or 4G, instead of "
                     "a number of documents; 0 goes by that"},
    OptionRow{.name = "sources",
              .value_name = "N",
              .field = TIKRAR_MEMBER(int, generate.sources),
              .commands = kForGenerate,
              .doc = "Publishers, each with furniture of its own",
              .range = {.low = 1, .high = 240}},
    OptionRow{.name = "edits",
              .value_name = "STRENGTH",
              .field = EditsField{TIKRAR_MEMBER(double, generate.edits)},
              .commands = kForGenerate,
              .doc = "How much edited copies differ: mild (0.1), medium "
                     "(0.25), strong (0.5) or a number from 0 to 1",
              .range = {.low = 0, .high = 1},
              .suggestions = "mild|medium|strong"},
    OptionRow{
        .name = "shard-size",
        .value_name = "SIZE",
        .field = BytesField{TIKRAR_MEMBER(uint64_t, generate.shard_bytes)},
        .commands = kForGenerate,
        .doc = "Bytes after which the next corpus file begins"},
    OptionRow{.name = "drop",
              .value_name = "KIND,...",
              .field = KindsField{TIKRAR_MEMBER(CleanOptions, clean), true},
              .commands = kForClean,
              .doc = "Remove these kinds, too: of quotes and passages one copy "
                     "stays of each family"},
    OptionRow{.name = "keep-kind",
              .value_name = "KIND,...",
              .field = KindsField{TIKRAR_MEMBER(CleanOptions, clean), false},
              .commands = kForClean,
              .doc = "Do not remove these kinds"},
    OptionRow{.name = "keep",
              .value_name = "POLICY",
              .field = TIKRAR_MEMBER(KeepPolicy, clean.keep),
              .commands = kForClean,
              .doc = "Which document of a family stays, of those that are "
                     "proved to stand for the others",
              .choices = "earliest|longest|first"},
    OptionRow{
        .name = "prefer-sources",
        .value_name = "FILE",
        .field = TIKRAR_MEMBER(std::string, clean.prefer_sources),
        .commands = kForClean,
        .doc = "Sources, one a line, best first: looked at before --keep"},
    OptionRow{.name = "decisions",
              .value_name = "FILE",
              .field = TIKRAR_MEMBER(std::string, clean.decisions),
              .commands = kForClean,
              .doc = "What a person decided to keep or drop, as JSON Lines: "
                     "family, or doc, begin and end; decision; note"},
    OptionRow{.name = "min-words",
              .value_name = "N",
              .field = TIKRAR_MEMBER(uint64_t, clean.min_words),
              .commands = kForClean,
              .doc = "A document left with fewer words goes",
              .range = {.low = 0, .high = 1e9}},
    OptionRow{.name = "annotate",
              .field = TIKRAR_MEMBER(bool, clean.annotate),
              .commands = kForClean,
              .doc = "Add to each document how many documents its family has "
                     "and their sources"},
    OptionRow{.name = "copies-field",
              .value_name = "NAME",
              .field = TIKRAR_MEMBER(std::string, clean.copies_field),
              .commands = kForClean,
              .doc = "The field with the number (--annotate)"},
    OptionRow{.name = "sources-field",
              .value_name = "NAME",
              .field = TIKRAR_MEMBER(std::string, clean.sources_field),
              .commands = kForClean,
              .doc = "The field with the sources (--annotate)"},
    OptionRow{.name = "shard-size",
              .value_name = "SIZE",
              .field = BytesField{TIKRAR_MEMBER(uint64_t, clean.shard_bytes)},
              .commands = kForClean,
              .doc = "Bytes, decompressed, after which the next file of an "
                     "input begins, as 512M or 4G; 0 is one file an input"},
    OptionRow{.name = "compress",
              .value_name = "HOW",
              .field = TIKRAR_MEMBER(OutputCompression, clean.compress),
              .commands = kForClean,
              .doc = "How the output is compressed",
              .choices = "as-input|none|gz|zst"},
    OptionRow{.name = "base",
              .value_name = "DIR",
              .field = TIKRAR_MEMBER(std::string, clean.base),
              .effect = OptionEffect::kOutput,
              .commands = kForClean,
              .doc = "The folder that relative paths of the scan's inputs "
                     "start from, if it is not the current one"},
    OptionRow{.name = "base",
              .value_name = "DIR",
              .field = TIKRAR_MEMBER(std::string, serve.base),
              .effect = OptionEffect::kOutput,
              .commands = kForPage,
              .doc = "The folder that relative paths of the scan's inputs "
                     "start from, if it is not the current one"},
    OptionRow{.name = "max-size",
              .value_name = "SIZE",
              .field = BytesField{TIKRAR_MEMBER(uint64_t, report.max_bytes)},
              .effect = OptionEffect::kOutput,
              .commands = kForReport,
              .doc = "Bytes of the file, as 512K or 50M: texts are left out, "
                     "of the smallest families first, figures are not"},
    OptionRow{.name = "host",
              .value_name = "ADDRESS",
              .field = TIKRAR_MEMBER(std::string, serve.host),
              .effect = OptionEffect::kOutput,
              .commands = kForServe,
              .doc = "The address to listen on; one that other machines can "
                     "reach needs --token"},
    OptionRow{.name = "port",
              .value_name = "N",
              .field = TIKRAR_MEMBER(int, serve.port),
              .effect = OptionEffect::kOutput,
              .commands = kForServe,
              .doc = "The port to listen on; 0 takes any that is free",
              .range = {.low = 0, .high = 65535}},
    OptionRow{.name = "token",
              .value_name = "WORD",
              .field = TIKRAR_MEMBER(std::string, serve.token),
              .effect = OptionEffect::kOutput,
              .commands = kForServe,
              .doc = "Ask for this word: open the page as /?token=WORD, once"},
    OptionRow{.name = "dry-run",
              .field = TIKRAR_MEMBER(bool, clean.dry_run),
              .effect = OptionEffect::kOutput,
              .commands = kForClean,
              .doc = "Write nothing; show what would go, by kind and source, "
                     "with the largest families"},
    OptionRow{.name = "no-report",
              .field = TIKRAR_MEMBER(bool, writer.write_report),
              .effect = OptionEffect::kOutput,
              .doc = "Do not write report.html"},
    OptionRow{.name = "threads",
              .value_name = "N",
              .field = TIKRAR_MEMBER(int, scan.threads),
              .effect = OptionEffect::kSpeed,
              .commands = kForAll,
              .doc = "Threads to use at most; 0 takes all cores. Compare, "
                     "evaluate and explain use one",
              .range = {.low = 0, .high = 65536}},
    OptionRow{.name = "memory",
              .value_name = "SIZE",
              .field = BytesField{TIKRAR_MEMBER(uint64_t, scan.memory_bytes)},
              .effect = OptionEffect::kSpeed,
              .commands = kForAll,
              .doc = "A ceiling for memory, as 512M or 4G, above which the "
                     "command fails; scan and clean hold it by temporary "
                     "files, and take 64M at least; 0 is none"},
    OptionRow{.name = "tmp",
              .value_name = "DIR",
              .field = TIKRAR_MEMBER(std::string, scan.temporary_folder),
              .effect = OptionEffect::kSpeed,
              .commands = kForScan | kForClean | kForPage,
              .doc = "The folder of temporary files; without it $TMPDIR, else "
                     "/tmp. They have no name and need no cleaning up"},
    OptionRow{.name = "checkpoint",
              .value_name = "SECONDS",
              .field = TIKRAR_MEMBER(double, scan.checkpoint_seconds),
              .effect = OptionEffect::kSpeed,
              .commands = kForScan,
              .doc = "Keep what a stage found, for the same command to go on "
                     "from if this one is stopped, where it took so many "
                     "seconds; 0 keeps it of each",
              .range = {.low = 0, .high = 1e9}},
    OptionRow{.name = "quiet",
              .field = TIKRAR_MEMBER(bool, quiet),
              .effect = OptionEffect::kOutput,
              .commands = kForAll,
              .doc = "Print nothing but errors and what --json asks for"},
    OptionRow{.name = "json",
              .field = TIKRAR_MEMBER(bool, json),
              .effect = OptionEffect::kOutput,
              .commands = kForAll,
              .doc = "Print the result as one line of JSON"},
};

#undef TIKRAR_MEMBER

constexpr bool NamesAreUnique() {
  for (size_t i = 0; i < kOptions.size(); ++i) {
    for (size_t j = i + 1; j < kOptions.size(); ++j) {
      if (kOptions[i].name == kOptions[j].name &&
          (kOptions[i].commands & kOptions[j].commands) != 0) {
        return false;
      }
    }
  }
  return true;
}
static_assert(NamesAreUnique());

}  // namespace

absl::Span<const OptionRow> OptionTable() { return kOptions; }

const OptionRow* FindOption(std::string_view name) {
  for (const OptionRow& row : kOptions) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::vector<std::pair<std::string, std::string>> ResolvedOptions(
    const ScanSettings& settings) {
  std::vector<std::pair<std::string, std::string>> options;
  for (const OptionRow& row : kOptions) {
    if (row.effect != OptionEffect::kResults) continue;
    if ((row.commands & kForScan) == 0) continue;
    options.emplace_back(row.name, OptionJson(row, settings));
  }
  return options;
}

}  // namespace tikrar
