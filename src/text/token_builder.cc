#include "text/token_builder.h"

#include <bit>
#include <cstring>
#include <string_view>

namespace tikrar {
namespace {

constexpr std::string_view kWaw = "و";

static_assert(std::endian::native == std::endian::little);

// A word of at most eight bytes as a number, the first one lowest.
constexpr uint64_t Pack(std::string_view word) {
  uint64_t packed = 0;
  for (size_t i = word.size(); i-- > 0;) {
    packed = packed << 8 | static_cast<uint8_t>(word[i]);
  }
  return packed;
}

// Step 20, in the spelling that all profiles share.
constexpr uint64_t kProclitics[] = {
    Pack("و"),   Pack("ف"),   Pack("ب"),   Pack("ل"),   Pack("ك"),
    Pack("س"),   Pack("ال"),  Pack("لل"),  Pack("وال"), Pack("بال"),
    Pack("كال"), Pack("فال"), Pack("ولل"), Pack("فلل"), Pack("وب"),
    Pack("ول"),  Pack("وك"),  Pack("فب"),  Pack("فل")};

// REQUIRES: `word` has at most eight bytes; eight may be read.
bool IsProclitic(std::string_view word) {
  if (word.empty()) return false;
  uint64_t packed;
  std::memcpy(&packed, word.data(), sizeof(packed));
  packed &= ~uint64_t{0} >> (64 - 8 * word.size());
  bool found = false;  // no early exit: the compiler makes this four compares
  for (uint64_t proclitic : kProclitics) found |= proclitic == packed;
  return found;
}

// `word` without its marks if that leaves at most four letters of two bytes,
// else `word`, which is then no proclitic.
std::string_view WithoutMarks(std::string_view word, char (&buffer)[8]) {
  size_t size = 0;
  for (size_t i = 0; i + 1 < word.size();) {
    const auto lead = static_cast<uint8_t>(word[i]);
    const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = lead & (0xFF >> (length + 1));
    for (size_t k = 1; k < length; ++k) c = c << 6 | (word[i + k] & 0x3F);
    i += length;
    if (IsFoldableMark(c)) continue;
    if (length > 2 || size + 2 > sizeof(buffer)) return word;
    buffer[size++] = word[i - 2];
    buffer[size++] = word[i - 1];
  }
  return std::string_view(buffer, size);
}

}  // namespace

template <bool kMapBytes>
TokenBuilder<kMapBytes>::TokenBuilder(Profile profile, uint32_t source_begin,
                                      NormalizedText* out)
    : source_begin_(source_begin),
      drop_hamza_(profile == Profile::kAggressive),
      keep_marks_(profile == Profile::kStrict),
      compact_(out->compact),
      tokens_(out->tokens),
      byte_sources_(out->byte_sources),
      size_(out->compact.size()) {}

template <bool kMapBytes>
void TokenBuilder<kMapBytes>::Grow(size_t bytes) {
  compact_.resize(size_ + bytes);
  if constexpr (kMapBytes) byte_sources_.resize(size_ + bytes);
}

template <bool kMapBytes>
uint32_t TokenBuilder<kMapBytes>::CopyWords(
    std::string_view line, uint32_t i, const NormalizerTable& table,
    kernels::WordRun* run) requires(!kMapBytes) {
  const auto copy = kernels::Active().copy_words;
  run->compact = reinterpret_cast<uint8_t*>(compact_.data());
  run->compact_size = static_cast<uint32_t>(size_);
  run->at = i;
  run->source_begin = source_begin_;
  uint32_t begin;
  do {
    begin = run->at;
    run->count = 0;
    copy(table.Words(), reinterpret_cast<const uint8_t*>(line.data()),
         static_cast<uint32_t>(line.size()), run);
    const size_t before = tokens_.size();
    tokens_.resize(before + run->count);
    Token* token = tokens_.data() + before;
    for (uint32_t k = 0; k < run->count; ++k) {
      const kernels::PlainWord& word = run->words[k];
      *token++ = {word.begin,
                  word.end,
                  {word.source_begin, word.source_end},
                  TokenKind::kArabic};
    }
  } while (run->at > begin && run->at < line.size());
  size_ = run->compact_size;
  return run->at;
}

template <bool kMapBytes>
bool TokenBuilder<kMapBytes>::EndsWith(char32_t c, size_t end) const {
  return end >= run_begin_ + 2 &&
         static_cast<uint8_t>(compact_[end - 2]) == (0xC0 | c >> 6) &&
         static_cast<uint8_t>(compact_[end - 1]) == (0x80 | (c & 0x3F));
}

// Yeh and hamza are one hamza, and so are yeh and a hamza seat.
template <bool kMapBytes>
void TokenBuilder<kMapBytes>::PushHamza(uint32_t begin, uint32_t end) {
  after_tatweel_ = false;
  if (hidden_hamza_ != size_ && EndsWith(kYehChar, size_)) {
    size_ -= 2;
    if constexpr (kMapBytes) begin = byte_sources_[size_].begin;
  }
  if (drop_hamza_) {
    hidden_hamza_ = size_;
    Extend(end);
  } else {
    Emit(kHamzaChar, begin, end);
  }
}

template <bool kMapBytes>
void TokenBuilder<kMapBytes>::PushSeat(uint32_t end) {
  Extend(end);
  if (hidden_hamza_ == size_ ||
      (!EndsWith(kWawChar, size_) && !EndsWith(kYehChar, size_))) {
    return;
  }
  size_ -= 2;
  if (hidden_hamza_ != size_ && EndsWith(kYehChar, size_)) size_ -= 2;
  if (drop_hamza_) {
    hidden_hamza_ = size_;
    Extend(end);
    return;
  }
  uint32_t begin = 0;
  if constexpr (kMapBytes) begin = byte_sources_[size_].begin;
  Emit(kHamzaChar, begin, end);
}

template <bool kMapBytes>
bool TokenBuilder<kMapBytes>::GoOnArabic(Unit unit, uint32_t begin,
                                         uint32_t end) {
  switch (ClassOf(unit)) {
    case UnitClass::kArabic:
      after_tatweel_ = false;
      Emit(CharOf(unit), begin, end);
      return true;
    case UnitClass::kArabicMark:
      Emit(CharOf(unit), begin, end);
      return true;
    case UnitClass::kHamza:
      PushHamza(begin, end);
      return true;
    case UnitClass::kSeat:
      PushSeat(end);
      return true;
    case UnitClass::kMark:
      Extend(end);
      return true;
    case UnitClass::kDrop:
      return true;
    case UnitClass::kTatweel:
      after_tatweel_ = true;
      Extend(end);
      return true;
    default:
      return false;
  }
}

template <bool kMapBytes>
bool TokenBuilder<kMapBytes>::GoOnNumber(Unit unit, uint32_t begin,
                                         uint32_t end) {
  switch (ClassOf(unit)) {
    case UnitClass::kDigit:
      if (pending_mark_) {
        pending_mark_ = false;
        Emit('.', pending_source_.begin, pending_source_.end);
        grouped_ = grouped_ &&
                   (separators_ == 0 ? group_digits_ <= 3 : group_digits_ == 3);
        ++separators_;
        group_digits_ = 0;
      }
      ++group_digits_;
      Emit(CharOf(unit), begin, end);
      return true;
    case UnitClass::kSeparator:
      if (pending_mark_) return false;
      pending_mark_ = true;
      pending_source_ = {begin, end};
      return true;
    case UnitClass::kMark:
    case UnitClass::kSeat:
      if (!pending_mark_) Extend(end);
      return true;
    case UnitClass::kDrop:
      return true;
    default:
      return false;
  }
}

template <bool kMapBytes>
bool TokenBuilder<kMapBytes>::GoOnLetters(Unit unit, uint32_t begin,
                                          uint32_t end) {
  switch (ClassOf(unit)) {
    case UnitClass::kLetter:
      pending_mark_ = false;
      last_is_letter_ = true;
      Emit(CharOf(unit), begin, end);
      return true;
    case UnitClass::kLetterMark:
    case UnitClass::kArabicMark:
      if (pending_mark_) return false;
      last_is_letter_ = false;
      Emit(CharOf(unit), begin, end);
      return true;
    case UnitClass::kApostrophe:
      if (pending_mark_) return false;
      pending_mark_ = true;
      return true;
    case UnitClass::kMark:
    case UnitClass::kSeat:
      if (!pending_mark_) Extend(end);
      return true;
    case UnitClass::kDrop:
      return true;
    default:
      return false;
  }
}

template <bool kMapBytes>
void TokenBuilder<kMapBytes>::PushInGap(Unit unit, uint32_t begin,
                                        uint32_t end) {
  const UnitClass unit_class = ClassOf(unit);
  switch (unit_class) {
    case UnitClass::kDrop:
    case UnitClass::kMark:
    case UnitClass::kSeat:
      return;
    case UnitClass::kTatweel:
      free_tatweel_ = true;
      return;
    case UnitClass::kArabicMark:
      if (free_tatweel_) PassGap(UnitClass::kSpace);
      [[fallthrough]];
    case UnitClass::kArabic:
    case UnitClass::kHamza:
      StartArabic(begin);
      GoOnArabic(unit, begin, end);
      return;
    default:
      break;
  }
  if (free_tatweel_) {
    free_tatweel_ = false;
    PassGap(UnitClass::kSpace);
  }
  switch (unit_class) {
    case UnitClass::kDigit:
      StartNumber(begin);
      GoOnNumber(unit, begin, end);
      return;
    case UnitClass::kLetter:
      Start(Mode::kLetters, begin);
      GoOnLetters(unit, begin, end);
      return;
    case UnitClass::kSymbol:
      Start(Mode::kGap, begin);
      Emit(CharOf(unit), begin, end);
      AddToken(TokenKind::kSymbol);
      return;
    default:
      PassGap(unit_class);
  }
}

// What stands between two words decides whether they are joined.
template <bool kMapBytes>
void TokenBuilder<kMapBytes>::PassGap(UnitClass unit_class) {
  after_alnum_ = unit_class == UnitClass::kNumeric;
  if (join_ == Join::kNo) return;
  switch (unit_class) {
    case UnitClass::kApostrophe:
    case UnitClass::kLess:
    case UnitClass::kGreater:
      PassHalfMark(unit_class);
      return;
    case UnitClass::kSpace:
      if (join_ == Join::kIfQuoted) join_ = Join::kNo;
      break;
    case UnitClass::kOpener:
      saw_quote_ = true;
      break;
    default:
      join_ = Join::kNo;
  }
  if (half_mark_ != UnitClass::kBreak) join_ = Join::kNo;
}

// '' << and >> are quotation marks, a single one is not.
template <bool kMapBytes>
void TokenBuilder<kMapBytes>::PassHalfMark(UnitClass unit_class) {
  if (half_mark_ == unit_class) {
    half_mark_ = UnitClass::kBreak;
    saw_quote_ = true;
  } else if (half_mark_ == UnitClass::kBreak) {
    half_mark_ = unit_class;
  } else {
    join_ = Join::kNo;
  }
}

template <bool kMapBytes>
void TokenBuilder<kMapBytes>::StartNumber(uint32_t begin) {
  if (!tokens_.empty() && tokens_.back().kind == TokenKind::kNumber) {
    Emit('|', begin, begin);
  }
  Start(Mode::kNumber, begin);
  grouped_ = true;
  group_digits_ = 0;
  separators_ = 0;
}

template <bool kMapBytes>
void TokenBuilder<kMapBytes>::EndRun() {
  switch (mode_) {
    case Mode::kGap:
      return;
    case Mode::kArabic:
      EndArabic();
      break;
    case Mode::kNumber:
      EndNumber();
      break;
    case Mode::kLetters:
      AddToken(TokenKind::kOther);
      after_alnum_ = last_is_letter_ && !pending_mark_;
      break;
  }
  mode_ = Mode::kGap;
}

// Steps 20 and 21.
template <bool kMapBytes>
typename TokenBuilder<kMapBytes>::Join TokenBuilder<kMapBytes>::JoinAfterWord()
    const {
  if (started_after_alnum_) return Join::kNo;
  char buffer[8] = {};
  std::string_view word(compact_.data() + run_begin_, size_ - run_begin_);
  if (keep_marks_) word = WithoutMarks(word, buffer);
  if (word.size() > kLongestProclitic || !IsProclitic(word)) return Join::kNo;
  if (word == kWaw) return Join::kYes;
  return after_tatweel_ ? Join::kYes : Join::kIfQuoted;
}

template <bool kMapBytes>
void TokenBuilder<kMapBytes>::EndNumber() {
  if (grouped_ && separators_ > 0 && group_digits_ == 3) RemoveSeparators();
  AddToken(TokenKind::kNumber);
  after_alnum_ = !pending_mark_;
}

template <bool kMapBytes>
void TokenBuilder<kMapBytes>::RemoveSeparators() {
  size_t kept = run_begin_;
  for (size_t i = run_begin_; i < size_; ++i) {
    if (compact_[i] == '.') continue;
    compact_[kept] = compact_[i];
    if constexpr (kMapBytes) byte_sources_[kept] = byte_sources_[i];
    ++kept;
  }
  size_ = kept;
}

template <bool kMapBytes>
void TokenBuilder<kMapBytes>::Finish() {
  EndRun();
  compact_.resize(size_);
  if constexpr (kMapBytes) byte_sources_.resize(size_);
}

template class TokenBuilder<false>;
template class TokenBuilder<true>;

}  // namespace tikrar
