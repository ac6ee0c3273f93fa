#include <algorithm>
#include <filesystem>

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
  TextTable table{.left = {0}, .rows = {}};
  table.rows.push_back(
      {"kind", "families", "spans", "documents", "bytes", "of all text"});
  for (size_t i = 0; i < kKindCount; ++i) {
    const KindCounts& counts = run.kinds[i];
    table.rows.push_back({std::string(KindName(static_cast<Kind>(i))),
                          Grouped(totals.families[i]), Grouped(counts.spans),
                          Grouped(counts.documents), HumanBytes(counts.bytes),
                          Percent(counts.bytes, run.text_bytes)});
  }
  out->Table(table);
  out->Blank();

  std::string line = Count(totals.kept, "document") + " kept, " +
                     Grouped(totals.dropped) + " dropped by clean";
  std::string reasons;
  for (size_t i = 0; i < kKindCount; ++i) {
    if (totals.dropped_by[i] == 0) continue;
    if (!reasons.empty()) reasons += ", ";
    reasons += Grouped(totals.dropped_by[i]) + " " +
               std::string(KindName(static_cast<Kind>(i)));
  }
  if (!reasons.empty()) line += " (" + reasons + ")";
  out->Line(line);
  out->Blank();
}

void AddFamilies(const RunResult& run, SummaryText* out) {
  const size_t shown = std::min(kFamiliesShown, run.families.size());
  if (shown == 0) {
    out->Line("no text occurs more than once");
    out->Blank();
    return;
  }
  TextTable table{.left = {0, 5}, .rows = {}};
  table.rows.push_back(
      {"largest families", "members", "documents", "sources", "bytes", "text"});
  for (size_t i = 0; i < shown; ++i) {
    const FamilyRow& family = run.families[i];
    std::string text;
    if (!family.members.empty()) {
      const FamilyMember& first = family.members[0];
      text =
          OneLine(RangeText(run, first.doc, first.range).substr(0, kTextBytes));
    }
    table.rows.push_back(
        {std::string(KindName(family.kind)), Grouped(family.members.size()),
         Grouped(family.documents), Grouped(family.sources.size()),
         HumanBytes(family.bytes), text});
  }
  out->Table(table);
  out->Blank();
}

void AddTiming(const RunResult& run, SummaryText* out) {
  if (run.timing.empty()) return;
  TextTable table{.left = {0}, .rows = {}};
  table.rows.push_back({"stage", "seconds", "MB/s"});
  for (const StageTiming& timing : run.timing) {
    const bool has_rate = timing.bytes > 0 && timing.seconds > 0;
    table.rows.push_back({OneLine(timing.stage), Fixed(timing.seconds, 2),
                          has_rate ? Fixed(static_cast<double>(timing.bytes) /
                                               1e6 / timing.seconds,
                                           1)
                                   : "-"});
  }
  out->Table(table);
  if (run.peak_rss_bytes > 0) {
    out->Line("peak memory " + HumanBytes(run.peak_rss_bytes));
  }
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

void AddUnknown(const RunResult& run, SummaryText* out) {
  if (run.unknown_inputs.empty()) return;
  out->Line(
      Count(run.unknown_inputs.size(), "file") + " not read: unknown name",
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

void AddQuality(const RunResult& run, SummaryText* out) {
  if (run.audit) {
    AddFigure("documents", run.audit->documents, out);
    AddFigure("blocks", run.audit->blocks, out);
  }
  for (const BandingInfo& banding : run.banding) {
    out->Line("search " + OneLine(banding.engine) + " " +
              OneLine(banding.shingle) + ": " +
              Fixed(100 * banding.recall_at_threshold, 2) +
              " % of pairs at the threshold " + Fixed(banding.threshold, 2) +
              " are proposed");
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
  AddFamilies(run, &out);
  AddTiming(run, &out);
  AddRejects(run, &out);
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
