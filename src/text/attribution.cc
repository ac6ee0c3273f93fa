// FindAttributions (rules ATT-1 to ATT-7 of RULES.md).
//
// Each block is read once, word by word, each word looked up by a number made
// of its letters. Behind a verb at most kMostFrameWords words are looked at, so
// the whole is linear.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "text/attribution_words.h"
#include "text/char_rules.h"
#include "text/repair.h"
#include "text/segment_chars.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

// ATT-3: how many words may stand between a verb and what ends the frame (the
// name and office of a speaker, the occasion).
constexpr size_t kMostFrameWords = 12;
constexpr size_t kMostNounWords = 2;  // قوله إن

// What stands between a word and the one before it.
enum Gap : uint8_t {
  kComma = 1,
  kColon = 2,
  kStop = 4,    // may end a sentence
  kOpening = 8  // a mark that may open a quotation
};

struct Word {
  TextRange at;
  FramePart part = FramePart::kNone;
  uint8_t gap = 0;
  uint32_t mark_end = 0;  // past the last colon, comma or mark of the gap
};

// NextChar, inline for one and two bytes.
inline char32_t ReadChar(std::string_view text, size_t* i) {
  const uint8_t lead = static_cast<uint8_t>(text[*i]);
  if (lead < 0x80) {
    ++*i;
    return lead;
  }
  if (lead >= 0xC2 && lead < 0xE0 && *i + 1 < text.size()) {
    const uint8_t next = static_cast<uint8_t>(text[*i + 1]);
    if ((next & 0xC0) == 0x80) {
      *i += 2;
      return static_cast<char32_t>((lead & 0x1F) << 6 | (next & 0x3F));
    }
  }
  return NextChar(text, i);
}

bool Contains(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

// What a character says that is no part of a word.
uint8_t GapOf(char32_t c) {
  if (Contains(U"،,؛;", c)) return kComma;
  if (c == ':') return kColon;
  if (Contains(U".!?؟۔", c)) return kStop;
  if (Contains(U"«“„‹\"\uFF02\uFD3F", c)) return kOpening;
  return 0;
}

// SEG-2, SEG-4, SEG-6: no stop is the full stop of د. and 2.5, one without
// white space behind it only between Arabic words.
bool IsFullStop(const WordKey& word_before, char32_t after) {
  if (word_before.letters() == 1) return false;
  if (!IsLetterOrDigit(after)) return true;
  return IsArabicLetter(word_before.last()) && IsArabicLetter(after);
}

// A frame that was found: its words and where what is reported begins.
struct Frame {
  size_t word;
  size_t inside;  // the first reported word
  uint32_t end;
  bool has_mark;
};

class AttributionFinder {
 public:
  explicit AttributionFinder(std::string_view text) : text_(text) {}

  std::vector<Attribution> Run() {
    std::vector<TextRange> blocks;
    SplitBlocks(text_, &blocks);
    for (const TextRange& block : blocks) AddBlock(block);
    return std::move(found_);
  }

 private:
  void AddBlock(TextRange block) {
    const std::string_view line = block.In(text_);
    const size_t first = found_.size();
    if (NeedsRepair(line) && Repair(line, &repaired_)) {
      AddLine(repaired_.text);
      const auto& sources = repaired_.byte_sources;
      for (size_t i = first; i < found_.size(); ++i) {
        for (TextRange* range : {&found_[i].frame, &found_[i].inside}) {
          *range = {sources[range->begin].begin, sources[range->end - 1].end};
        }
      }
    } else {
      AddLine(line);
    }
    for (size_t i = first; i < found_.size(); ++i) {
      for (TextRange* range : {&found_[i].frame, &found_[i].inside}) {
        range->begin += block.begin;
        range->end += block.begin;
      }
    }
  }

  void AddLine(std::string_view line) {
    if (!ReadWords(line)) return;
    frames_.clear();
    for (size_t i = 0; i < words_.size(); ++i) {
      const std::optional<Frame> frame = FrameAt(i);
      if (!frame) continue;
      frames_.push_back(*frame);
      i = frame->inside - 1;
    }
    for (size_t f = 0; f < frames_.size(); ++f) {
      // ATT-5: a new frame in the same sentence ends the words before it.
      const size_t last =
          f + 1 < frames_.size() ? frames_[f + 1].word : words_.size();
      Emit(frames_[f], last);
    }
  }

  void Emit(const Frame& frame, size_t last) {
    if (frame.inside >= last) return;
    if ((words_[frame.inside].gap & kStop) != 0) return;
    size_t end = frame.inside + 1;
    while (end < last && (words_[end].gap & kStop) == 0) ++end;
    Attribution attribution;
    attribution.frame = {words_[frame.word].at.begin, frame.end};
    attribution.inside = {words_[frame.inside].at.begin,
                          words_[end - 1].at.end};
    attribution.has_mark = frame.has_mark;
    found_.push_back(attribution);
  }

  // Fills words_; false if no frame can be among them.
  bool ReadWords(std::string_view line) {
    words_.clear();
    word_.Clear();
    bool has_frame = false;
    Word next;
    for (size_t i = 0; i < line.size();) {
      const size_t begin = i;
      const char32_t c = ReadChar(line, &i);
      if (letters_[c] <= kSkipped) {
        if (c != ' ') AddToGap(line, c, i, &next);
        continue;
      }
      i = ReadWord(line, begin, &next);
      has_frame |=
          next.part != FramePart::kNone && next.part != FramePart::kThat &&
          next.part != FramePart::kFrom && next.part != FramePart::kNaming;
      words_.push_back(next);
      next = {};
    }
    return has_frame;
  }

  // Takes note of `c`, which ends at `end`, before the word to come.
  void AddToGap(std::string_view line, char32_t c, size_t end, Word* next) {
    const uint8_t gap = GapOf(c);
    if (gap == 0) return;
    size_t i = end;
    const char32_t after = i < line.size() ? NextChar(line, &i) : U' ';
    if (c == ':' && after >= '0' && after <= '9') return;  // 10:30
    next->mark_end = static_cast<uint32_t>(end);
    if (c == '.') {
      // SEG-7: two full stops are a pause.
      const bool is_pause = after == '.' || (end > 1 && line[end - 2] == '.');
      if (is_pause || !IsFullStop(word_, after)) return;
    }
    next->gap |= gap;
  }

  // Reads the word at `begin`; returns where it ends.
  size_t ReadWord(std::string_view line, size_t begin, Word* word) {
    word_.Clear();
    size_t end = begin;
    for (size_t i = begin; i < line.size();) {
      const char32_t letter = letters_[ReadChar(line, &i)];
      if (letter == kNoLetter) break;
      end = i;
      if (letter != kSkipped) word_.Add(letter);
    }
    word->at = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    word->part = table_.Find(word_);
    return end;
  }

  // The frame that begins with word `i`, if one does.
  std::optional<Frame> FrameAt(size_t i) const {
    const FramePart part = words_[i].part;
    switch (part) {
      case FramePart::kVerb:
        return Behind(i, kMostFrameWords, false, false);
      case FramePart::kNoun:
        return Behind(i, kMostNounWords, false, false);
      case FramePart::kTransfer:
        return Behind(i, kMostFrameWords, true, false);
      case FramePart::kPreposition:
        // ATT-4: only at the begin of a sentence; elsewhere what is reported
        // stands before it.
        if (i > 0 && (words_[i].gap & kStop) == 0) return std::nullopt;
        return Behind(i, kMostFrameWords, false, true);
      default:
        return std::nullopt;
    }
  }

  // Looks for the end of the frame: إن, a colon or an opening mark, with
  // `by_comma` also a comma; with `needs_from` only behind عن.
  std::optional<Frame> Behind(size_t i, size_t reach, bool needs_from,
                              bool by_comma) const {
    bool may_end = !needs_from;
    const size_t last = std::min(words_.size(), i + reach + 2);
    for (size_t w = i + 1; w < last; ++w) {
      const Word& word = words_[w];
      if ((word.gap & kStop) != 0) return std::nullopt;
      // ATT-3: صحيفة «…» names a paper; the frame goes on.
      const bool is_named = words_[w - 1].part == FramePart::kNaming;
      const uint8_t ends =
          kColon | (is_named ? 0 : kOpening) | (by_comma ? kComma : 0);
      if (may_end && (word.gap & ends) != 0) {
        return Frame{i, w, word.mark_end, (word.gap & kOpening) != 0};
      }
      if (word.part == FramePart::kFrom) may_end = true;
      if (word.part == FramePart::kThat && may_end) {
        if (w + 1 == words_.size()) return std::nullopt;
        const bool has_mark = (words_[w + 1].gap & kOpening) != 0;
        return Frame{i, w + 1, word.at.end, has_mark};
      }
      if (word.part != FramePart::kNone && word.part != FramePart::kFrom &&
          word.part != FramePart::kNaming) {
        return std::nullopt;  // that one is the frame
      }
    }
    return std::nullopt;
  }

  const std::string_view text_;
  const LetterTable& letters_ = LetterTable::Get();
  const FrameWords& table_ = FrameWords::Get();
  std::vector<Word> words_;
  std::vector<Frame> frames_;
  WordKey word_;  // the last one read
  RepairedText repaired_;
  std::vector<Attribution> found_;
};

}  // namespace

std::vector<Attribution> FindAttributions(std::string_view text) {
  return AttributionFinder(text).Run();
}

}  // namespace tikrar
