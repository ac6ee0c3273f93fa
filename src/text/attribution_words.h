// The words of attribution frames (rules ATT-1 and ATT-2 of RULES.md).

#ifndef TIKRAR_TEXT_ATTRIBUTION_WORDS_H_
#define TIKRAR_TEXT_ATTRIBUTION_WORDS_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace tikrar {

// The part that a word plays in a frame.
enum class FramePart : uint8_t {
  kNone = 0,
  kVerb,         // قال, مضيفا
  kNoun,         // قوله
  kTransfer,     // نقلت … عن
  kPreposition,  // بحسب
  kThat,         // إن
  kFrom,         // عن
  kNaming,       // صحيفة «…»
};

// What a character is to a word: kNoLetter, kSkipped, or the letter to compare.
inline constexpr char32_t kNoLetter = 0;
inline constexpr char32_t kSkipped = 1;

// From a table for one and two bytes of UTF-8: words take a third of the time.
class LetterTable {
 public:
  static const LetterTable& Get() {
    static const LetterTable table;
    return table;
  }
  char32_t operator[](char32_t c) const {
    return c < letters_.size() ? letters_[c] : Slow(c);
  }

 private:
  static char32_t Slow(char32_t c);
  LetterTable();
  std::array<uint16_t, 0x800> letters_;
};

// Letters of the longest word below, with و or ف before it.
inline constexpr size_t kMostFrameLetters = 9;

// A folded word of Arabic letters, six bits a letter (U+0620 to U+064A differ
// in these) behind a 1, so that it also tells its length. What cannot be a word
// of the table has key 0.
class WordKey {
 public:
  void Clear() { *this = {}; }
  void Add(char32_t letter) {
    ++letters_;
    last_ = letter;
    const bool fits =
        key_ != 0 && letters_ <= kMostFrameLetters && IsBasic(letter);
    key_ = fits ? key_ << kBits | (letter & kMask) : 0;
  }
  uint64_t key() const { return key_; }
  size_t letters() const { return letters_; }
  char32_t last() const { return last_; }

  // The key without a first letter و or ف, 0 if there is none.
  uint64_t WithoutConjunction() const {
    if (key_ == 0 || letters_ < 2) return 0;
    const uint64_t top = uint64_t{1} << (kBits * (letters_ - 1));
    const uint64_t first = key_ / top & kMask;
    const bool is_one = first == (U'و' & kMask) || first == (U'ف' & kMask);
    return is_one ? key_ % top + top : 0;
  }

 private:
  static constexpr int kBits = 6;
  static constexpr uint64_t kMask = 63;
  static bool IsBasic(char32_t c) { return c >= 0x620 && c <= 0x64A; }

  uint64_t key_ = 1;
  size_t letters_ = 0;
  char32_t last_ = 0;
};

// Open addressing.
class FrameWords {
 public:
  static const FrameWords& Get() {
    static const FrameWords table;
    return table;
  }
  // The part that a word plays, by itself or behind و or ف.
  FramePart Find(const WordKey& word) const {
    const FramePart part = FindPlain(word.key());
    return part == FramePart::kNone ? FindPlain(word.WithoutConjunction())
                                    : part;
  }

 private:
  struct Entry {
    uint64_t key = 0;
    FramePart part = FramePart::kNone;
  };
  static constexpr int kSlotBits = 10;
  static constexpr size_t kSlots = size_t{1} << kSlotBits;

  static size_t Slot(uint64_t key) {
    return key * 0x9FB21C651E98DF25 >> (64 - kSlotBits);
  }
  FrameWords();
  FramePart FindPlain(uint64_t key) const {
    if (key == 0) return FramePart::kNone;
    for (size_t slot = Slot(key);; slot = (slot + 1) % kSlots) {
      if (slots_[slot].key == key) return slots_[slot].part;
      if (slots_[slot].key == 0) return FramePart::kNone;
    }
  }

  std::array<Entry, kSlots> slots_;
};

}  // namespace tikrar

#endif  // TIKRAR_TEXT_ATTRIBUTION_WORDS_H_
