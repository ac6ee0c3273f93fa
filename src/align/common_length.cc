#include "align/common_length.h"

namespace tikrar {

uint32_t CommonLength::Of(TokenIds a, TokenIds b) {
  const size_t chunks = (a.size() + 63) / 64;
  masks_.clear();
  uint32_t rows = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    uint32_t& row = rows_[a[i]];
    if (row == 0) {
      row = ++rows;
      masks_.resize(rows * chunks);
    }
    masks_[(row - 1) * chunks + i / 64] |= uint64_t{1} << i % 64;
  }
  open_.assign(chunks, ~uint64_t{0});
  for (const uint32_t word : b) {
    if (rows_[word] == 0) continue;
    const uint64_t* mask = &masks_[(rows_[word] - 1) * chunks];
    uint64_t carry = 0;
    for (size_t i = 0; i < chunks; ++i) {
      const uint64_t matched = open_[i] & mask[i];
      const uint64_t sum = open_[i] + matched;
      const uint64_t carried = sum + carry;
      carry = (sum < matched) | (carried < sum);
      open_[i] = carried | (open_[i] & ~mask[i]);
    }
  }
  for (const uint32_t word : a) rows_[word] = 0;
  uint32_t length = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    length += (open_[i / 64] >> i % 64 & 1) == 0;
  }
  return length;
}

}  // namespace tikrar
