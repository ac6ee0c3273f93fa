#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "report/family_order.h"
#include "report/kind_meaning.h"
#include "report/run_rows.h"
#include "report/run_totals.h"
#include "report/terminal_text.h"
#include "tikrar/report.h"

namespace tikrar {
namespace {

constexpr size_t kFamiliesShown = 5;
constexpr size_t kRejectsShown = 3;
constexpr size_t kUnknownShown = 3;
// Enough of a text to fill any terminal line; more need not be cleaned.
constexpr size_t kTextBytes = 2000;

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kPlain = "\x1b[0m";

// Lines of the summary; none wider than the terminal but a path, which cut
// short would be of no use.
class SummaryText {
 public:
  explicit SummaryText(const SummaryOptions& options) : options_(options) {}

  void Line(std::string_view line, std::string_view style = "") {
    Write(CutToWidth(line, options_.width_columns), style);
  }
  // `rest` on a line of its own if both do not fit on one.
  void LineAndRest(const std::string& line, const std::string& rest) {
    const std::string both = line + " " + rest;
    if (rest.empty() || DisplayWidth(both) <= options_.width_columns) {
      Line(rest.empty() ? line : both);
    } else {
      Line(line);
      Line("  " + rest);
    }
  }
  void Whole(std::string_view line) { Write(line, ""); }
  void Blank() { out_ += '\n'; }
  void Table(const TextTable& table) {
    bool heading = true;
    for (const std::string& line : table.Render(options_.width_columns)) {
      // Only the last cell can be right to left, and it has been cut.
      if (DisplayWidth(line) <= options_.width_columns) {
        Write(line, heading ? kBold : "");
      } else {
        Line(line, heading ? kBold : "");
      }
      heading = false;
    }
  }
  std::string Take() { return std::move(out_); }

 private:
  void Write(std::string_view line, std::string_view style) {
    const bool styled = options_.color && !style.empty();
    if (styled) out_ += style;
    out_ += line;
    if (styled) out_ += kPlain;
    out_ += '\n';
  }

  const SummaryOptions& options_;
  std::string out_;
};

std::string Count(uint64_t count, std::string_view singular) {
  std::string text = Grouped(count) + " " + std::string(singular);
  return count == 1 ? text : text + "s";
}

void AddHead(const RunResult& run, const RunTotals& totals, SummaryText* out) {
  out->Line(Count(run.documents_read, "document") + " from " +
                Count(totals.sources, "source") + ", " +
                Count(run.blocks, "block") + ", " + HumanBytes(run.text_bytes) +
                " of text",
            kBold);
  if (run.replacements > 0) {
    out->Line(Count(run.replacements, "character") +
              " could not be decoded and became U+FFFD");
  }
  if (run.duplicate_ids > 0) {
    out->Line(Count(run.duplicate_ids, "duplicate id") + " made unique");
  }
  out->Blank();
}

void AddKinds(const RunResult& run, const RunTotals& totals, SummaryText* out) {
  TextTable table{.left = {0, 1}, .rows = {}};
  table.rows.push_back(
      {"kind", "what repeats", "families", "documents", "bytes", "of text"});
  for (size_t i = 0; i < kKindCount; ++i) {
    const KindCounts& counts = run.kinds[i];
    if (counts.spans == 0 && totals.families[i] == 0) continue;
    const Kind kind = static_cast<Kind>(i);
    table.rows.push_back(
        {std::string(KindName(kind)), std::string(KindMeaning(kind)),
         Grouped(totals.families[i]), Grouped(counts.documents),
         HumanBytes(counts.bytes), Percent(counts.bytes, run.text_bytes)});
  }
  if (table.rows.size() == 1) return;  // nothing repeats
  out->Table(table);
  out->Blank();
}

void AddCopies(const RunTotals& totals, SummaryText* out) {
  if (totals.copies == 0) return;
  std::string reasons;
  for (size_t i = 0; i < kKindCount; ++i) {
    if (totals.copies_by[i] == 0) continue;
    if (!reasons.empty()) reasons += ", ";
    reasons += Grouped(totals.copies_by[i]) + " " +
               std::string(KindName(static_cast<Kind>(i)));
  }
  // Not how many stay: clean drops what is too short, too.
  const std::string line =
      Grouped(totals.copies) + " of " +
      Count(totals.staying + totals.copies, "document") +
      (totals.copies == 1 ? " is a copy of another" : " are copies of others");
  if (!reasons.empty()) reasons = "(" + reasons + ")";
  out->LineAndRest(line, reasons);
  out->Blank();
}

void AddFamilies(const RunResult& run, SummaryText* out) {
  const StoredVector<size_t> order = MostRepeatedFirst(run);
  const size_t shown = std::min(kFamiliesShown, order.size());
  if (shown == 0) {
    out->Line("no text occurs more than once");
    out->Blank();
    return;
  }
  TextTable table{.left = {0, 4}, .rows = {}};
  table.rows.push_back(
      {"largest families", "members", "sources", "repeated", "text"});
  for (size_t i = 0; i < shown; ++i) {
    const FamilyRow& family = run.families[order[i]];
    const std::string text =
        OneLine(FamilyText(run, family).substr(0, kTextBytes));
    table.rows.push_back({std::string(KindName(family.kind)),
                          Grouped(family.members.size()),
                          Grouped(family.sources.size()),
                          HumanBytes(RepeatedBytes(family)), text});
  }
  out->Table(table);
  out->Blank();
}

// A stage with steps is timed step by step, "blocks: verify"; its own name
// comes after them if it was timed as a whole.
struct TimedStage {
  std::string name;
  double seconds = 0;
};

std::vector<TimedStage> StagesOf(const RunResult& run) {
  std::vector<TimedStage> stages;
  for (const StageTiming& timing : run.timing) {
    const size_t colon = timing.stage.find(':');
    const std::string name = timing.stage.substr(0, colon);
    if (stages.empty() || stages.back().name != name) {
      stages.push_back({name});
    }
    TimedStage& stage = stages.back();
    stage.seconds = colon == std::string::npos ? timing.seconds
                                               : stage.seconds + timing.seconds;
  }
  return stages;
}

std::string Seconds(double seconds) {
  return Fixed(seconds, seconds < 10 ? 2 : 0);
}

void AddTiming(const RunResult& run, SummaryText* out) {
  if (run.timing.empty()) return;
  const double megabytes = static_cast<double>(run.text_bytes) / 1e6;
  double seconds = 0;
  std::vector<std::string> stages;
  for (const TimedStage& stage : StagesOf(run)) {
    seconds += stage.seconds;
    stages.push_back(absl::StrFormat("  %-12s %7s s", OneLine(stage.name),
                                     Seconds(stage.seconds)));
    if (megabytes > 0 && stage.seconds > 0) {
      absl::StrAppendFormat(&stages.back(), " %9s MB/s",
                            Fixed(megabytes / stage.seconds, 1));
    }
  }
  std::string line = "scanned in " + Seconds(seconds) + " s";
  if (megabytes > 0 && seconds > 0) {
    line += ", " + Fixed(megabytes / seconds, 1) + " MB/s";
  }
  if (run.peak_rss_bytes > 0) {
    line += ", peak memory " + HumanBytes(run.peak_rss_bytes);
  }
  out->Line(line);
  for (const std::string& stage : stages) out->Line(stage);
  out->Blank();
}

void AddRejects(const RunResult& run, SummaryText* out) {
  if (run.documents_rejected == 0) return;
  out->Line(Count(run.documents_rejected, "record") + " rejected", kRed);
  const size_t shown = std::min(kRejectsShown, run.rejects.size());
  for (size_t i = 0; i < shown; ++i) {
    const RejectRow& reject = run.rejects[i];
    std::string place = reject.input < run.inputs.size()
                            ? Isolate(OneLine(run.inputs[reject.input].path))
                            : "input " + std::to_string(reject.input);
    place += " record " + std::to_string(reject.record);
    if (reject.line > 0) place += " line " + std::to_string(reject.line);
    place += " offset " + std::to_string(reject.offset);
    out->Line("  " + place + ": " + Isolate(OneLine(reject.error)));
  }
  if (run.rejects.size() > shown) {
    out->Line("  and " + Grouped(run.rejects.size() - shown) +
              " more, see rejects.jsonl");
  }
  out->Blank();
}

// What a web archive holds besides documents is no fault, only to be known.
void AddSkipped(const RunResult& run, SummaryText* out) {
  uint64_t skipped = 0;
  for (const InputRow& input : run.inputs) skipped += input.skipped;
  if (skipped == 0) return;
  out->Line(Count(skipped, "record") + " of web archives hold no document");
  out->Blank();
}

void AddUnknown(const RunResult& run, SummaryText* out) {
  if (run.unknown_inputs.empty()) return;
  out->Line(Count(run.unknown_inputs.size(), "file") +
                " not read: unknown file type, or a run",
            kRed);
  const size_t shown = std::min(kUnknownShown, run.unknown_inputs.size());
  for (size_t i = 0; i < shown; ++i) {
    out->Line("  " + Isolate(OneLine(run.unknown_inputs[i])));
  }
  if (run.unknown_inputs.size() > shown) {
    out->Line("  and " + Grouped(run.unknown_inputs.size() - shown) +
              " more, see run.json");
  }
  out->Blank();
}

void AddFigure(std::string_view what, const AuditFigure& figure,
               SummaryText* out) {
  if (figure.sampled == 0) return;
  std::string line =
      "audit of " + Grouped(figure.sampled) + " " + std::string(what) + ": ";
  if (figure.expected == 0) {
    line += "brute force found no match either";
  } else {
    line += Grouped(figure.found) + " of " + Grouped(figure.expected) +
            " matches found, " + Fixed(100 * figure.recall, 1) + " % (95 % " +
            Fixed(100 * figure.lower, 1) + " to " +
            Fixed(100 * figure.upper, 1) + ")";
  }
  out->Line(line);
}

bool IsSameSearch(const BandingInfo& x, const BandingInfo& y) {
  return x.engine == y.engine && x.threshold == y.threshold &&
         x.recall_at_threshold == y.recall_at_threshold;
}

void AddQuality(const RunResult& run, SummaryText* out) {
  if (run.audit) {
    AddFigure("documents", run.audit->documents, out);
    AddFigure("blocks", run.audit->blocks, out);
  }
  for (size_t i = 0; i < run.banding.size(); ++i) {
    const BandingInfo& first = run.banding[i];
    std::string shingles = OneLine(first.shingle);
    // Texts of all lengths have the same odds, cut into other shingles.
    while (i + 1 < run.banding.size() &&
           IsSameSearch(first, run.banding[i + 1])) {
      shingles += ", " + OneLine(run.banding[++i].shingle);
    }
    out->LineAndRest(
        "pairs just at the threshold " + Fixed(first.threshold, 2) + ": " +
            Fixed(100 * first.recall_at_threshold, 2) + " % are found",
        "(" + OneLine(first.engine) + " " + shingles + ")");
  }
  if (run.audit || !run.banding.empty()) out->Blank();
}

}  // namespace

std::string RenderSummary(const RunResult& run, std::string_view directory,
                          const SummaryOptions& options) {
  SummaryText out(options);
  const RunTotals totals = CountTotals(run);
  AddHead(run, totals, &out);
  AddKinds(run, totals, &out);
  AddCopies(totals, &out);
  AddFamilies(run, &out);
  AddTiming(run, &out);
  AddRejects(run, &out);
  AddSkipped(run, &out);
  AddUnknown(run, &out);
  AddQuality(run, &out);
  std::filesystem::path report{directory};
  out.Whole("run     " + report.native());
  report /= kReportFile;
  std::error_code error;
  if (std::filesystem::exists(report, error)) {
    out.Whole("report  " + report.native());
  }
  return out.Take();
}

}  // namespace tikrar
