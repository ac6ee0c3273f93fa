#include <array>

#include "absl/strings/str_format.h"
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

// Words of a and of b by kind.
struct Totals {
  std::array<uint64_t, kSegmentKinds> a{}, b{};

  explicit Totals(const Alignment& alignment) {
    for (const Segment& segment : alignment.segments) {
      a[static_cast<size_t>(segment.kind)] += segment.a_end - segment.a_begin;
      b[static_cast<size_t>(segment.kind)] += segment.b_end - segment.b_begin;
    }
  }
  uint64_t InA(SegmentKind kind) const { return a[static_cast<size_t>(kind)]; }
  uint64_t InB(SegmentKind kind) const { return b[static_cast<size_t>(kind)]; }
};

std::string RenderTotals(const Comparison& comparison) {
  const Totals totals(comparison.alignment);
  const uint64_t a_words = comparison.a.normalized.tokens.size();
  const uint64_t b_words = comparison.b.normalized.tokens.size();
  const uint64_t same =
      totals.InA(SegmentKind::kCommon) + totals.InA(SegmentKind::kMoved);
  return absl::StrFormat(
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

}  // namespace

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
  const auto& [a, b, alignment] = comparison;
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("a");
  AppendText(a, &json);
  json.Key("b");
  AppendText(b, &json);
  json.Key("common_tokens").Unsigned(alignment.common_tokens);
  json.Key("moved_tokens").Unsigned(alignment.moved_tokens);
  json.Key("segments").BeginArray();
  for (const Segment& segment : alignment.segments) {
    json.BeginObject();
    json.Key("kind").String(SegmentKindName(segment.kind));
    json.Key("a");
    AppendRange(a.RangeOf(segment.a_begin, segment.a_end), &json);
    json.Key("b");
    AppendRange(b.RangeOf(segment.b_begin, segment.b_end), &json);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return out + "\n";
}

}  // namespace tikrar
