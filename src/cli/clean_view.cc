#include "cli/clean_view.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "report/json_writer.h"
#include "report/kind_meaning.h"
#include "report/terminal_text.h"
#include "report/text_cut.h"

namespace tikrar {
namespace {

constexpr size_t kSourcesShown = 10;
// Of a family's text, in JSON: it may be a whole document.
constexpr size_t kTextBytes = 300;

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string Count(uint64_t count, std::string_view singular) {
  std::string text = Grouped(count) + " " + std::string(singular);
  return count == 1 ? text : text + "s";
}

class CleanText {
 public:
  CleanText(const CleanOutcome& outcome, bool dry_run,
            const SummaryOptions& options)
      : outcome_(outcome), dry_run_(dry_run), options_(options) {}

  std::string Render(std::string_view out) {
    AddHead();
    AddKinds();
    if (dry_run_) AddDetails();
    AddNotes();
    if (!dry_run_) {
      text_ += absl::StrFormat("cleaned  %s\n", out);
      text_ += absl::StrFormat("ledger   %s/ledger.jsonl.zst\n", out);
    }
    return std::move(text_);
  }

 private:
  void Line(std::string_view line, bool bold = false) {
    const bool styled = bold && options_.color;
    if (styled) text_ += kBold;
    text_ += CutToWidth(line, options_.width_columns);
    if (styled) text_ += kPlain;
    text_ += '\n';
  }
  void Table(const TextTable& table) {
    bool heading = true;
    for (const std::string& line : table.Render(options_.width_columns)) {
      // Only the last cell can be right to left, and it has been cut.
      const bool styled = heading && options_.color;
      if (styled) text_ += kBold;
      text_ += line;
      if (styled) text_ += kPlain;
      text_ += '\n';
      heading = false;
    }
    text_ += '\n';
  }

  void AddHead() {
    const uint64_t gone = outcome_.documents_read - outcome_.documents_kept;
    Line(Count(outcome_.documents_read, "document") + ", " +
             HumanBytes(outcome_.text_bytes) +
             " of text: " + Grouped(outcome_.documents_kept) + " with " +
             HumanBytes(outcome_.text_kept) +
             (dry_run_ ? " would stay, " : " stay, ") + Grouped(gone) +
             (dry_run_    ? " would go"
              : gone == 1 ? " goes"
                          : " go"),
         true);
    text_ += '\n';
  }

  void AddRow(std::string name, std::string_view what, const CleanCount& count,
              TextTable* table) const {
    if (count.spans == 0) return;
    table->rows.push_back({std::move(name), std::string(what),
                           Grouped(count.documents), Grouped(count.spans),
                           HumanBytes(count.bytes),
                           Percent(count.bytes, outcome_.text_bytes)});
  }

  void AddKinds() {
    TextTable table{.left = {0, 1}, .rows = {}};
    table.rows.push_back({dry_run_ ? "would go" : "removed", "what",
                          "documents", "pieces", "bytes", "of text"});
    for (int i = 0; i < kKindCount; ++i) {
      const Kind kind = static_cast<Kind>(i);
      AddRow(std::string(KindName(kind)), KindMeaning(kind),
             outcome_.kinds[static_cast<size_t>(i)], &table);
    }
    AddRow("short", "too few words left", outcome_.too_short, &table);
    AddRow("decision", "a person's decision", outcome_.decided, &table);
    if (table.rows.size() > 1) {
      Table(table);
    } else {
      Line(dry_run_ ? "nothing would go" : "nothing was removed");
      text_ += '\n';
    }
  }

  void AddDetails() {
    for (size_t i = 0; i < kKindCount; ++i) {
      const std::string kind(KindName(static_cast<Kind>(i)));
      const auto& sources = outcome_.sources[i];
      if (sources.empty()) continue;
      TextTable by_source{.left = {3}, .rows = {}};
      by_source.rows.push_back(
          {"documents", "pieces", "bytes", kind + ": sources with most of it"});
      for (size_t s = 0; s < std::min(kSourcesShown, sources.size()); ++s) {
        const CleanCount& count = sources[s].count;
        by_source.rows.push_back({Grouped(count.documents),
                                  Grouped(count.spans), HumanBytes(count.bytes),
                                  OneLine(sources[s].source)});
      }
      if (sources.size() > kSourcesShown) {
        by_source.rows.push_back(
            {"", "", "",
             absl::StrFormat("and %s more",
                             Grouped(sources.size() - kSourcesShown))});
      }
      Table(by_source);
      const auto& families = outcome_.families[i];
      if (families.empty()) continue;
      TextTable by_family{.left = {2}, .rows = {}};
      by_family.rows.push_back(
          {"family", "bytes", kind + ": families of which most goes"});
      for (const CleanFamily& family : families) {
        by_family.rows.push_back({std::to_string(family.family),
                                  HumanBytes(family.bytes),
                                  OneLine(family.text)});
      }
      Table(by_family);
    }
  }

  void AddNotes() {
    const size_t before = text_.size();
    if (outcome_.records_rejected > 0) {
      Line(Count(outcome_.records_rejected, "rejected record") +
           (dry_run_ ? " would go" : " in the ledger"));
    }
    if (outcome_.repeats_kept > 0) {
      Line(Count(outcome_.repeats_kept, "repeat") +
           (outcome_.repeats_kept == 1 ? " stays" : " stay") +
           ": nothing else that stays in the document says it");
    }
    if (outcome_.spans_uncut > 0) {
      Line(Count(outcome_.spans_uncut, "piece") +
           (outcome_.spans_uncut == 1 ? " stays" : " stay") +
           " in web archives, whose pages go or stay whole");
    }
    if (outcome_.policy_unproved > 0) {
      Line("in " + Grouped(outcome_.policy_unproved) +
           (outcome_.policy_unproved == 1 ? " family" : " families") +
           " another copy stays than the one that --keep takes: nothing");
      Line("  proves that that one stands for all others");
    }
    if (outcome_.decisions_unstamped > 0) {
      Line(Count(outcome_.decisions_unstamped, "decision") +
           (outcome_.decisions_unstamped == 1 ? " does" : " do") +
           " not say of which run: nothing shows that it is this one");
    }
    if (text_.size() > before) text_ += '\n';
  }

  const CleanOutcome& outcome_;
  const bool dry_run_;
  const SummaryOptions& options_;
  std::string text_;
};

void AppendCount(const CleanCount& count, JsonWriter* json) {
  json->Key("documents").Unsigned(count.documents);
  json->Key("spans").Unsigned(count.spans);
  json->Key("bytes").Unsigned(count.bytes);
}

void AppendPreview(const CleanOutcome& outcome, size_t kind, JsonWriter* json) {
  json->Key("sources").BeginArray();
  for (const CleanOutcome::SourceCount& source : outcome.sources[kind]) {
    json->BeginObject();
    json->Key("source").String(source.source);
    AppendCount(source.count, json);
    json->EndObject();
  }
  json->EndArray();
  json->Key("families").BeginArray();
  for (const CleanFamily& family : outcome.families[kind]) {
    json->BeginObject();
    json->Key("family").Unsigned(static_cast<uint64_t>(family.family));
    json->Key("bytes").Unsigned(family.bytes);
    json->Key("text").String(
        std::string_view(family.text)
            .substr(0, CutBefore(family.text, kTextBytes)));
    json->EndObject();
  }
  json->EndArray();
}

}  // namespace

std::string RenderClean(const CleanOutcome& outcome, bool dry_run,
                        std::string_view out, const SummaryOptions& options) {
  return CleanText(outcome, dry_run, options).Render(out);
}

std::string RenderCleanJson(const CleanOutcome& outcome, bool dry_run) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("dry_run").Bool(dry_run);
  json.Key("documents_read").Unsigned(outcome.documents_read);
  json.Key("records_rejected").Unsigned(outcome.records_rejected);
  json.Key("documents_kept").Unsigned(outcome.documents_kept);
  json.Key("text_bytes").Unsigned(outcome.text_bytes);
  json.Key("text_kept").Unsigned(outcome.text_kept);
  json.Key("bytes_read").Unsigned(outcome.bytes_read);
  json.Key("bytes_kept").Unsigned(outcome.bytes_kept);
  json.Key("bytes_removed").Unsigned(outcome.bytes_removed);
  json.Key("bytes_added").Unsigned(outcome.bytes_added);
  json.Key("ledger_rows").Unsigned(outcome.ledger_rows);
  json.Key("repeats_kept").Unsigned(outcome.repeats_kept);
  json.Key("spans_uncut").Unsigned(outcome.spans_uncut);
  json.Key("policy_unproved").Unsigned(outcome.policy_unproved);
  json.Key("decisions_unstamped").Unsigned(outcome.decisions_unstamped);
  for (size_t i = 0; i < kKindCount; ++i) {
    json.Key(KindName(static_cast<Kind>(i))).BeginObject();
    AppendCount(outcome.kinds[i], &json);
    if (dry_run) AppendPreview(outcome, i, &json);
    json.EndObject();
  }
  json.Key("short").BeginObject();
  AppendCount(outcome.too_short, &json);
  json.EndObject();
  json.Key("decision").BeginObject();
  AppendCount(outcome.decided, &json);
  json.EndObject();
  json.EndObject();
  return out + '\n';
}

std::string RenderRestore(const RestoreOutcome& outcome, std::string_view dir) {
  return absl::StrFormat(
      "%s with %s, of which %s from the ledger\nrestored  %s\n",
      Count(outcome.inputs, "file"), HumanBytes(outcome.bytes),
      HumanBytes(outcome.bytes_ledger), dir);
}

std::string RenderRestoreJson(const RestoreOutcome& outcome) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("inputs").Unsigned(outcome.inputs);
  json.Key("bytes").Unsigned(outcome.bytes);
  json.Key("bytes_ledger").Unsigned(outcome.bytes_ledger);
  json.EndObject();
  return out + '\n';
}

}  // namespace tikrar
