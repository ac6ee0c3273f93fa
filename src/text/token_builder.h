// The contextual half of normalization: an automaton that takes units one by
// one and writes tokens.
//
// At any time it is between tokens or inside a word, a number or a word of
// another script; every unit either goes on with the token or ends it and is
// then looked at again from between tokens. What the rules call look-ahead
// (an apostrophe inside a word, a separator inside a number, a proclitic
// before a quotation mark) is state here: nothing is read twice.

#ifndef TIKRAR_SRC_TEXT_TOKEN_BUILDER_H_
#define TIKRAR_SRC_TEXT_TOKEN_BUILDER_H_

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/attributes.h"
#include "text/normalizer_table.h"
#include "tikrar/text.h"

namespace tikrar {

// Calls must match: (Reserve | Push | CopyWord)* Finish. One builder per line;
// the streams of `out` must be what earlier lines left and belong to the
// builder until Finish. They are longer than what was written until then:
// writing through a pointer is what makes the builder fast, and Reserve what
// makes it safe.
template <bool kMapBytes>
class TokenBuilder {
 public:
  // `source_begin` is added to the sources of tokens, not to byte_sources.
  TokenBuilder(Profile profile, uint32_t source_begin, NormalizedText* out);

  // Makes room for `bytes` more bytes of compact text. Every unit pushed may
  // take four, and one more for '|'.
  void Reserve(size_t bytes) {
    if (compact_.size() - size_ < bytes + kSlack) Grow(bytes + kSlack);
  }

  // Bytes behind what was written that may be read and overwritten.
  static constexpr size_t kSlack = 64;

  // One unit that stands for the bytes [begin, end) of the line.
  // REQUIRES: not kExpand, not kReorder.
  inline void Push(Unit unit, uint32_t begin, uint32_t end);

  // Pushes the plain letters and marks of `line` from byte `i` on, and
  // returns the position of the first other character. Sees most bytes.
  // REQUIRES: InWord.
  inline uint32_t CopyWord(std::string_view line, uint32_t i,
                           const NormalizerTable& table);
  bool InWord() const { return mode_ == Mode::kArabic; }

  // Does nothing before the next character bear on it?
  bool IsBetweenWords() const {
    return mode_ == Mode::kGap && join_ == Join::kNo && !free_tatweel_ &&
           !after_alnum_;
  }
  // Pushes the plain words of `line` from byte `i` on and what stands between
  // them (base/kernels/kernels.h), and returns the position of the first other
  // character or word. `run` is scratch. REQUIRES: IsBetweenWords; room for
  // the rest of the line; not kMapBytes.
  uint32_t CopyWords(std::string_view line, uint32_t i,
                     const NormalizerTable& table,
                     kernels::WordRun* run) requires(!kMapBytes);

  void Finish();

 private:
  enum class Mode : uint8_t { kGap, kArabic, kNumber, kLetters };
  // May the last word be joined to the next one?
  enum class Join : uint8_t { kNo, kIfQuoted, kYes };

  static constexpr size_t kLongestProclitic = 6;  // bytes

  bool GoOnArabic(Unit unit, uint32_t begin, uint32_t end);
  bool GoOnNumber(Unit unit, uint32_t begin, uint32_t end);
  bool GoOnLetters(Unit unit, uint32_t begin, uint32_t end);
  void PushInGap(Unit unit, uint32_t begin, uint32_t end);
  void PassGap(UnitClass unit_class);
  void PassHalfMark(UnitClass unit_class);

  // By the last byte: و ف ب ل ك س.
  static bool MayEndProclitic(char last) {
    constexpr uint64_t kLast = uint64_t{1} << 0x08 | uint64_t{1} << 0x01 |
                               uint64_t{1} << 0x28 | uint64_t{1} << 0x04 |
                               uint64_t{1} << 0x03 | uint64_t{1} << 0x33;
    return kLast >> (last & 0x3F) & 1;
  }

  ABSL_ATTRIBUTE_ALWAYS_INLINE inline void Start(Mode mode, uint32_t begin);
  ABSL_ATTRIBUTE_ALWAYS_INLINE inline void StartArabic(uint32_t begin);
  void StartNumber(uint32_t begin);
  void EndRun();
  ABSL_ATTRIBUTE_ALWAYS_INLINE inline void EndArabic();
  void EndNumber();
  ABSL_ATTRIBUTE_ALWAYS_INLINE inline void AddToken(TokenKind kind);
  void PushHamza(uint32_t begin, uint32_t end);
  void PushSeat(uint32_t end);
  void Grow(size_t bytes);
  Join JoinAfterWord() const;
  void RemoveSeparators();

  inline void Emit(uint32_t c, uint32_t begin, uint32_t end);
  inline void Extend(uint32_t end);
  bool EndsWith(char32_t c, size_t end) const;

  const uint32_t source_begin_;
  const bool drop_hamza_;
  const bool keep_marks_;
  std::string& compact_;
  std::vector<Token>& tokens_;
  std::vector<TextRange>& byte_sources_;

  Mode mode_ = Mode::kGap;
  size_t size_;  // of what was written to compact_ and byte_sources_

  // The token being written.
  size_t run_begin_ = 0;  // in compact_
  TextRange source_;
  bool started_after_alnum_ = false;
  bool joins_last_ = false;  // an Arabic run that continues the last token
  bool after_tatweel_ = false;
  size_t hidden_hamza_ = 0;  // in compact_, where aggressive dropped one

  bool pending_mark_ = false;  // an apostrophe or separator, not yet written
  TextRange pending_source_;
  bool last_is_letter_ = false;
  bool grouped_ = false;     // so far "d{1,3}(,ddd)*"
  size_t group_digits_ = 0;  // in the current group
  size_t separators_ = 0;

  // Between tokens.
  Join join_ = Join::kNo;
  bool saw_quote_ = false;
  bool free_tatweel_ = false;  // vanishes before a letter, else a dash
  bool after_alnum_ = false;   // the unit just before was a letter or digit
  UnitClass half_mark_ = UnitClass::kBreak;  // an odd ' < or >
};

extern template class TokenBuilder<false>;
extern template class TokenBuilder<true>;

template <bool kMapBytes>
inline void TokenBuilder<kMapBytes>::Emit(uint32_t c, uint32_t begin,
                                          uint32_t end) {
  const size_t first = size_;
  U8_APPEND_UNSAFE(compact_.data(), size_, c);
  source_.end = end;
  if constexpr (kMapBytes) {
    std::fill(byte_sources_.begin() + first, byte_sources_.begin() + size_,
              TextRange{begin, end});
  }
}

// The last character written has something more that belongs to it.
template <bool kMapBytes>
inline void TokenBuilder<kMapBytes>::Extend(uint32_t end) {
  source_.end = end;
  if constexpr (kMapBytes) {
    if (size_ == run_begin_) return;
    size_t i = size_;
    do {
      byte_sources_[--i].end = end;
    } while (i > run_begin_ && (compact_[i] & 0xC0) == 0x80);
  }
}

template <bool kMapBytes>
inline uint32_t TokenBuilder<kMapBytes>::CopyWord(
    std::string_view line, uint32_t i, const NormalizerTable& table) {
  const auto* const bytes = reinterpret_cast<const uint8_t*>(line.data());
  const auto line_size = static_cast<uint32_t>(line.size());
  const uint32_t first = i;
  // Locals, since a store through `out` may alias any member.
  char* const out = compact_.data();
  size_t size = size_;
  bool after_tatweel = after_tatweel_;
  while (i + 2 <= line_size && (bytes[i] & 0xE0) == 0xC0) {
    const Unit unit =
        table.Short((bytes[i] & 0x1Fu) << 6 | (bytes[i + 1] & 0x3Fu));
    if (IsPlainLetter(unit)) {
      out[size] = static_cast<char>(0xC0 | unit >> 6);
      out[size + 1] = static_cast<char>(0x80 | (unit & 0x3F));
      if constexpr (kMapBytes) {
        byte_sources_[size] = byte_sources_[size + 1] = {i, i + 2};
      }
      size += 2;
      after_tatweel = false;
    } else if (ClassOf(unit) != UnitClass::kMark) {
      break;
    } else if constexpr (kMapBytes) {
      size_ = size;
      Extend(i + 2);
    }
    i += 2;
  }
  size_ = size;
  after_tatweel_ = after_tatweel;
  if (i > first) source_.end = i;
  return i;
}

template <bool kMapBytes>
inline void TokenBuilder<kMapBytes>::AddToken(TokenKind kind) {
  tokens_.push_back(
      {static_cast<uint32_t>(run_begin_),
       static_cast<uint32_t>(size_),
       {source_begin_ + source_.begin, source_begin_ + source_.end},
       kind});
}

template <bool kMapBytes>
inline void TokenBuilder<kMapBytes>::Start(Mode mode, uint32_t begin) {
  mode_ = mode;
  run_begin_ = size_;
  source_ = {begin, begin};
  started_after_alnum_ = after_alnum_;
  joins_last_ = false;
  after_tatweel_ = false;
  pending_mark_ = false;
  join_ = Join::kNo;
  free_tatweel_ = false;
  after_alnum_ = false;
}

template <bool kMapBytes>
inline void TokenBuilder<kMapBytes>::StartArabic(uint32_t begin) {
  const bool joins =
      half_mark_ == UnitClass::kBreak &&
      (join_ == Join::kYes || (join_ == Join::kIfQuoted && saw_quote_));
  Start(Mode::kArabic, begin);
  joins_last_ = joins;
  hidden_hamza_ = static_cast<size_t>(-1);
}

template <bool kMapBytes>
inline void TokenBuilder<kMapBytes>::EndArabic() {
  const size_t bytes = size_ - run_begin_;
  if (bytes == 0) return;  // a hamza alone, dropped
  // Marks, which only strict keeps, may hide a proclitic in any word.
  const bool is_plain = !keep_marks_ && (bytes > kLongestProclitic ||
                                         !MayEndProclitic(compact_[size_ - 1]));
  join_ = is_plain ? Join::kNo : JoinAfterWord();
  saw_quote_ = false;
  half_mark_ = UnitClass::kBreak;
  if (joins_last_) {
    tokens_.back().end = static_cast<uint32_t>(size_);
    tokens_.back().source.end = source_begin_ + source_.end;
  } else {
    AddToken(TokenKind::kArabic);
  }
}

template <bool kMapBytes>
inline void TokenBuilder<kMapBytes>::Push(Unit unit, uint32_t begin,
                                          uint32_t end) {
  switch (mode_) {
    case Mode::kGap:
      break;
    case Mode::kArabic:
      if (GoOnArabic(unit, begin, end)) return;
      EndRun();
      break;
    case Mode::kNumber:
      if (GoOnNumber(unit, begin, end)) return;
      EndRun();
      break;
    case Mode::kLetters:
      if (GoOnLetters(unit, begin, end)) return;
      EndRun();
      break;
  }
  PushInGap(unit, begin, end);
}

}  // namespace tikrar

#endif  // TIKRAR_SRC_TEXT_TOKEN_BUILDER_H_
