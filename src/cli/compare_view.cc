#include <algorithm>
#include <array>

#include "absl/strings/str_format.h"
#include "align/letter_edits.h"
#include "cli/comparison.h"
#include "report/json_writer.h"
#include "report/terminal_text.h"

namespace tikrar {
namespace {

constexpr int kSegmentKinds = 5;

struct KindStyle {
  std::string_view name;
  char marker;
  std::string_view color;
};

constexpr std::array<KindStyle, kSegmentKinds> kStyles = {{
    {"common", '=', "\x1b[2m"},
    {"edited", '~', ""},  // in the colours of both sides
    {"moved", '>', "\x1b[36m"},
    {"only_a", '-', "\x1b[31m"},
    {"only_b", '+', "\x1b[32m"},
}};
constexpr std::string_view kPlain = "\x1b[0m";

const KindStyle& StyleOf(SegmentKind kind) {
  return kStyles[static_cast<size_t>(kind)];
}

// Words of a and of b by kind and by label.
struct Totals {
  std::array<uint64_t, kSegmentKinds> a{}, b{};
  std::array<uint64_t, kEditLabels> edits{};  // segments, not words
  uint64_t a_small = 0, b_small = 0;          // words in small edits
  uint64_t respelled = 0;  // the same word, not the same characters

  explicit Totals(const Comparison& comparison) {
    for (const Segment& segment : comparison.alignment.segments) {
      const uint64_t a_words = segment.a_end - segment.a_begin;
      const uint64_t b_words = segment.b_end - segment.b_begin;
      a[static_cast<size_t>(segment.kind)] += a_words;
      b[static_cast<size_t>(segment.kind)] += b_words;
      ++edits[static_cast<size_t>(segment.label)];
      if (IsSmallEdit(segment.label)) {
        a_small += a_words;
        b_small += b_words;
      }
      if (segment.kind == SegmentKind::kCommon ||
          segment.kind == SegmentKind::kMoved) {
        respelled += CountRespelled(comparison, segment);
      }
    }
  }

  static uint64_t CountRespelled(const Comparison& comparison,
                                 const Segment& segment) {
    uint64_t count = 0;
    for (uint32_t i = 0; i < segment.a_end - segment.a_begin; ++i) {
      const uint32_t in_a = segment.a_begin + i, in_b = segment.b_begin + i;
      const ComparedText &left = comparison.a, &right = comparison.b;
      count += left.RangeOf(in_a, in_a + 1).In(left.text) !=
               right.RangeOf(in_b, in_b + 1).In(right.text);
    }
    return count;
  }

  uint64_t InA(SegmentKind kind) const { return a[static_cast<size_t>(kind)]; }
  uint64_t InB(SegmentKind kind) const { return b[static_cast<size_t>(kind)]; }
};

// "month 2, name 1": the labels that there are.
std::string RenderLabels(const Totals& totals) {
  std::string labels;
  for (size_t label = 1; label < kEditLabels; ++label) {
    if (totals.edits[label] == 0) continue;
    labels += absl::StrFormat("%s%s %s", labels.empty() ? "" : ", ",
                              EditLabelName(static_cast<EditLabel>(label)),
                              Grouped(totals.edits[label]));
  }
  return labels;
}

std::string RenderTotals(const Comparison& comparison) {
  const Totals totals(comparison);
  const uint64_t a_words = comparison.a.normalized.tokens.size();
  const uint64_t b_words = comparison.b.normalized.tokens.size();
  const uint64_t same =
      totals.InA(SegmentKind::kCommon) + totals.InA(SegmentKind::kMoved);
  std::string out = absl::StrFormat(
      "A %s: %s words; B %s: %s words\n"
      "common (=) %s, moved (>) %s, together %s of A and %s of B\n"
      "edited (~) %s of A, %s of B; only in A (-) %s, only in B (+) %s\n",
      Isolate(OneLine(comparison.a.name)), Grouped(a_words),
      Isolate(OneLine(comparison.b.name)), Grouped(b_words),
      Grouped(totals.InA(SegmentKind::kCommon)),
      Grouped(totals.InA(SegmentKind::kMoved)), Percent(same, a_words),
      Percent(same, b_words), Grouped(totals.InA(SegmentKind::kEdited)),
      Grouped(totals.InB(SegmentKind::kEdited)),
      Grouped(totals.InA(SegmentKind::kOnlyA)),
      Grouped(totals.InB(SegmentKind::kOnlyB)));
  const std::string labels = RenderLabels(totals);
  if (!labels.empty()) out += absl::StrFormat("labelled: %s\n", labels);
  if (totals.a_small + totals.b_small > 0) {
    out += absl::StrFormat("alike up to small edits: %s of A and %s of B\n",
                           Percent(same + totals.a_small, a_words),
                           Percent(same + totals.b_small, b_words));
  }
  if (totals.respelled > 0) {
    out += absl::StrFormat("common or moved, but written otherwise: %s\n",
                           Grouped(totals.respelled));
  }
  return out;
}

void AppendRange(TextRange range, JsonWriter* json) {
  if (range.size() == 0) {
    json->Null();
    return;
  }
  json->BeginObject();
  json->Key("begin").Unsigned(range.begin);
  json->Key("end").Unsigned(range.end);
  json->EndObject();
}

void AppendText(const ComparedText& text, JsonWriter* json) {
  json->BeginObject();
  json->Key("name").String(text.name);
  json->Key("bytes").Unsigned(text.text.size());
  json->Key("tokens").Unsigned(text.normalized.tokens.size());
  json->EndObject();
}

void AppendSides(std::string_view key, uint64_t a, uint64_t b,
                 JsonWriter* json) {
  json->Key(key).BeginObject();
  json->Key("a").Unsigned(a);
  json->Key("b").Unsigned(b);
  json->EndObject();
}

void AppendTotals(const Comparison& comparison, JsonWriter* json) {
  const Totals totals(comparison);
  json->Key("common_tokens").Unsigned(comparison.alignment.common_tokens);
  json->Key("moved_tokens").Unsigned(comparison.alignment.moved_tokens);
  AppendSides("edited_tokens", totals.InA(SegmentKind::kEdited),
              totals.InB(SegmentKind::kEdited), json);
  json->Key("only_a_tokens").Unsigned(totals.InA(SegmentKind::kOnlyA));
  json->Key("only_b_tokens").Unsigned(totals.InB(SegmentKind::kOnlyB));
  json->Key("respelled_tokens").Unsigned(totals.respelled);
  AppendSides("small_edits", totals.a_small, totals.b_small, json);
  json->Key("labels").BeginObject();
  for (size_t label = 1; label < kEditLabels; ++label) {
    if (totals.edits[label] == 0) continue;
    json->Key(EditLabelName(static_cast<EditLabel>(label)))
        .Unsigned(totals.edits[label]);
  }
  json->EndObject();
}

// Where the letters of an edit differ, in bytes of both texts.
void AppendLetters(TextRange a, std::string_view a_text, TextRange b,
                   std::string_view b_text, JsonWriter* json) {
  json->BeginArray();
  for (const LetterEdit& edit : LetterEdits(a.In(a_text), b.In(b_text))) {
    json->BeginObject();
    json->Key("a");
    AppendRange({a.begin + edit.before.begin, a.begin + edit.before.end}, json);
    json->Key("b");
    AppendRange({b.begin + edit.after.begin, b.begin + edit.after.end}, json);
    json->EndObject();
  }
  json->EndArray();
}

void AppendSegment(const Segment& segment, const Comparison& comparison,
                   JsonWriter* json) {
  const auto& [a, b, alignment] = comparison;
  const TextRange in_a = a.RangeOf(segment.a_begin, segment.a_end);
  const TextRange in_b = b.RangeOf(segment.b_begin, segment.b_end);
  json->BeginObject();
  json->Key("kind").String(SegmentKindName(segment.kind));
  json->Key("label").StringOrNull(EditLabelName(segment.label));
  json->Key("a");
  AppendRange(in_a, json);
  json->Key("b");
  AppendRange(in_b, json);
  json->Key("letters");
  if (segment.kind == SegmentKind::kEdited) {
    AppendLetters(in_a, a.text, in_b, b.text, json);
  } else {
    json->Null();
  }
  json->EndObject();
}

}  // namespace

bool HasAnythingInCommon(const Alignment& alignment) {
  return std::any_of(alignment.segments.begin(), alignment.segments.end(),
                     [](const Segment& segment) {
                       return segment.kind == SegmentKind::kCommon ||
                              segment.kind == SegmentKind::kMoved ||
                              (segment.kind == SegmentKind::kEdited &&
                               IsSmallEdit(segment.label));
                     });
}

TextRange ComparedText::RangeOf(uint32_t first, uint32_t last) const {
  if (first == last) return {};
  return {normalized.tokens[first].source.begin,
          normalized.tokens[last - 1].source.end};
}

std::string_view SegmentKindName(SegmentKind kind) {
  return StyleOf(kind).name;
}

std::string RenderComparison(const Comparison& comparison, bool color) {
  std::string out;
  for (const Segment& segment : comparison.alignment.segments) {
    const std::string a =
        OneLine(comparison.a.RangeOf(segment.a_begin, segment.a_end)
                    .In(comparison.a.text));
    const std::string b =
        OneLine(comparison.b.RangeOf(segment.b_begin, segment.b_end)
                    .In(comparison.b.text));
    const KindStyle& style = StyleOf(segment.kind);
    const bool is_styled = color && !style.color.empty();
    if (is_styled) out += style.color;
    out += style.marker;
    out += ' ';
    if (segment.label != EditLabel::kNone) {
      out += absl::StrFormat("(%s) ", EditLabelName(segment.label));
    }
    if (segment.kind == SegmentKind::kEdited) {
      out += MarkEdit(a, b, color);
    } else {
      out += segment.kind == SegmentKind::kOnlyB ? b : a;
    }
    if (is_styled) out += kPlain;
    out += '\n';
  }
  if (!out.empty()) out += '\n';
  return out + RenderTotals(comparison);
}

std::string RenderComparisonJson(const Comparison& comparison) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("a");
  AppendText(comparison.a, &json);
  json.Key("b");
  AppendText(comparison.b, &json);
  AppendTotals(comparison, &json);
  json.Key("segments").BeginArray();
  for (const Segment& segment : comparison.alignment.segments) {
    AppendSegment(segment, comparison, &json);
  }
  json.EndArray();
  json.EndObject();
  return out + "\n";
}

}  // namespace tikrar
