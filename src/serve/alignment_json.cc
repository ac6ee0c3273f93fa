#include "serve/alignment_json.h"

#include "align/letter_edits.h"
#include "tikrar/align.h"

namespace tikrar {
namespace {

constexpr std::string_view kNames[] = {"same", "edited", "moved", "missing",
                                       "added"};

// The bytes of tokens [first, last); of none, the place before `first`.
TextRange RangeOf(const NormalizedText& text, uint32_t first, uint32_t last) {
  const auto& tokens = text.tokens;
  if (first < last) {
    return {tokens[first].source.begin, tokens[last - 1].source.end};
  }
  const uint32_t at = first > 0 ? tokens[first - 1].source.end : 0;
  return {at, at};
}

void AppendRange(TextRange range, JsonWriter* json) {
  json->BeginArray().Unsigned(range.begin).Unsigned(range.end).EndArray();
}

void AppendLetters(const AlignedText& a, TextRange a_range,
                   const AlignedText& b, TextRange b_range, JsonWriter* json) {
  const std::vector<LetterEdit> edits =
      LetterEdits(a_range.In(a.text), b_range.In(b.text));
  json->Key("letters").BeginArray();
  for (const LetterEdit& edit : edits) {
    AppendRange(
        {b_range.begin + edit.after.begin, b_range.begin + edit.after.end},
        json);
  }
  json->EndArray().Key("letters_a").BeginArray();
  for (const LetterEdit& edit : edits) {
    AppendRange(
        {a_range.begin + edit.before.begin, a_range.begin + edit.before.end},
        json);
  }
  json->EndArray();
}

}  // namespace

void AppendOperations(const AlignedText& a, const AlignedText& b,
                      JsonWriter* json) {
  const Alignment alignment =
      LabelEdits(a.normalized, b.normalized, Align(a.normalized, b.normalized));
  json->BeginArray();
  // Where the other text has got to, for what it does not have.
  uint32_t a_at = 0, b_at = 0;
  for (const Segment& segment : alignment.segments) {
    const bool is_only_a = segment.kind == SegmentKind::kOnlyA;
    const bool is_only_b = segment.kind == SegmentKind::kOnlyB;
    const TextRange a_range =
        is_only_b ? RangeOf(a.normalized, a_at, a_at)
                  : RangeOf(a.normalized, segment.a_begin, segment.a_end);
    const TextRange b_range =
        is_only_a ? RangeOf(b.normalized, b_at, b_at)
                  : RangeOf(b.normalized, segment.b_begin, segment.b_end);
    json->BeginObject();
    json->Key("op").String(kNames[static_cast<size_t>(segment.kind)]);
    json->Key("label").StringOrNull(EditLabelName(segment.label));
    json->Key("a");
    AppendRange(a_range, json);
    json->Key("b");
    AppendRange(b_range, json);
    if (segment.kind == SegmentKind::kEdited) {
      AppendLetters(a, a_range, b, b_range, json);
    }
    json->EndObject();
    if (!is_only_b) a_at = segment.a_end;
    if (!is_only_a && segment.kind != SegmentKind::kMoved) {
      b_at = segment.b_end;
    }
  }
  json->EndArray();
}

}  // namespace tikrar
