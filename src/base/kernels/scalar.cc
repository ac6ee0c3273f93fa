#include <algorithm>

#include "base/kernels/tables.h"

namespace tikrar::kernels {
namespace {

void MinHashUpdate(const uint64_t* shingles, size_t count,
                   const uint32_t* multipliers, uint32_t* mins, size_t slots) {
  for (size_t s = 0; s < count; ++s) {
    const uint32_t folded = FoldShingle(shingles[s]);
    for (size_t i = 0; i < slots; ++i) {
      mins[i] = std::min(mins[i], folded * multipliers[i]);
    }
  }
}

void FindLetters(const uint8_t* text, const uint8_t* table,
                 LetterWindow* window) {
  uint64_t spaces = 0, letters = 0, hamzas = 0, yehs = 0, marks = 0;
  for (size_t i = 0; i < kWindowBytes; ++i) {
    spaces |= uint64_t{text[i] == ' '} << i;
    if ((text[i] & 0xFE) != 0xD8 || i + 1 == kWindowBytes) continue;
    const uint8_t next = text[i + 1];
    if (((text[i] ^ next >> 5) & 1) == 0) continue;  // below 0620, above 065F
    const uint8_t value = table[(next ^ 0x20) & 0x3F];
    window->mapped[i] = static_cast<uint8_t>(0xD8 | value >> 6);
    window->mapped[i + 1] = static_cast<uint8_t>(0x80 | (value & 0x3F));
    letters |= uint64_t{value > kHamzaValue} << i;
    hamzas |= uint64_t{value == kHamzaValue} << i;
    yehs |= uint64_t{value == kYehValue} << i;
    marks |= uint64_t{value == kMarkValue} << i;
    ++i;
  }
  window->letters = WithTrail(letters);
  window->hamzas = WithTrail(hamzas);
  window->yehs = WithTrail(yehs);
  window->marks = WithTrail(marks);
  window->spaces = spaces;
}

}  // namespace

const Kernels kScalar = {"scalar", [] { return true; }, FindLetters,
                         MinHashUpdate};

}  // namespace tikrar::kernels
