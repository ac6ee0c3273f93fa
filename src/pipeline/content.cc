#include "pipeline/content.h"

#include <algorithm>

namespace tikrar {
namespace {

// Appends text[begin, end), which lies in one line, without the white space
// around it.
void AppendTrimmed(std::string_view text, TextRange range, uint32_t line,
                   std::vector<TextRange>* scratch,
                   std::vector<ContentPart>* parts) {
  if (range.begin >= range.end) return;
  SplitLines(range.In(text), scratch);
  for (const TextRange& rest : *scratch) {
    parts->push_back(
        {{range.begin + rest.begin, range.begin + rest.end}, line});
  }
}

}  // namespace

void Cuts::Assign(absl::Span<const Cut> cuts) {
  ranges_.clear();
  std::fill(starts_.begin(), starts_.end(), 0);
  for (const Cut& cut : cuts) {
    ranges_.push_back(cut.range);
    ++starts_[cut.doc + 1];
  }
  for (size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
}

void SplitContent(std::string_view text, TextRange range,
                  absl::Span<const TextRange> cuts,
                  std::vector<TextRange>* lines,
                  std::vector<ContentPart>* parts) {
  parts->clear();
  SplitLines(range.In(text), lines);
  auto cut = std::lower_bound(
      cuts.begin(), cuts.end(), range.begin,
      [](const TextRange& x, uint32_t at) { return x.end <= at; });
  std::vector<TextRange> scratch;
  for (uint32_t i = 0; i < lines->size(); ++i) {
    TextRange line = (*lines)[i];
    line.begin += range.begin;
    line.end += range.begin;
    while (cut != cuts.end() && cut->end <= line.begin) ++cut;
    if (cut == cuts.end() || cut->begin >= line.end) {
      parts->push_back({line, i});
      continue;
    }
    uint32_t begin = line.begin;
    for (; cut != cuts.end() && cut->begin < line.end; ++cut) {
      AppendTrimmed(text, {begin, cut->begin}, i, &scratch, parts);
      begin = std::max(begin, cut->end);
      if (cut->end > line.end) break;  // it goes on in the next line
    }
    AppendTrimmed(text, {begin, line.end}, i, &scratch, parts);
  }
}

const NormalizedText& ContentReader::Read(std::string_view text,
                                          TextRange range,
                                          absl::Span<const TextRange> cuts) {
  text_.Clear();
  SplitContent(text, range, cuts, &lines_, &parts_);
  for (const ContentPart& part : parts_) {
    normalizer_.Append(part.range.In(text), part.range.begin, &text_);
  }
  return text_;
}

}  // namespace tikrar
