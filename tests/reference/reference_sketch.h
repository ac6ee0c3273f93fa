// Sketches once more, from the definitions in src/sketch/FORMAT.md and the
// papers: one value at a time, on strings and sets. Slow; for tests only.

#ifndef TIKRAR_TESTS_REFERENCE_REFERENCE_SKETCH_H_
#define TIKRAR_TESTS_REFERENCE_REFERENCE_SKETCH_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tikrar::reference {

// The shingles of a token or letter sequence as strings: two of them are equal
// exactly if the shingles are. No token may hold U+0000.
std::vector<std::string> Shingles(const std::vector<std::string>& parts,
                                  size_t size);

// The 64-bit hashes that FORMAT.md defines for the same shingles.
std::vector<uint64_t> WordShingleHashes(const std::vector<std::string>& tokens,
                                        size_t size);
std::vector<uint64_t> LetterShingleHashes(const std::u32string& letters,
                                          size_t size);

// Value of one slot, and the signature, of a set of shingles.
uint32_t SlotValue(const std::vector<uint64_t>& shingles, uint32_t slot);
std::vector<uint32_t> Signature(const std::vector<uint64_t>& shingles,
                                size_t slots);

// Key of band `band` of a signature.
uint64_t BandKey(const std::vector<uint32_t>& signature, size_t rows,
                 size_t band);

// Majority of each bit, ties 0.
uint64_t SimHash(const std::vector<uint64_t>& shingles);

}  // namespace tikrar::reference

#endif  // TIKRAR_TESTS_REFERENCE_REFERENCE_SKETCH_H_
