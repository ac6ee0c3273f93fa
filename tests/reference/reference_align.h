// The longest common subsequence of two token lists by the textbook table.
// n * m time and memory: for tests only.

#ifndef TIKRAR_TESTS_REFERENCE_REFERENCE_ALIGN_H_
#define TIKRAR_TESTS_REFERENCE_REFERENCE_ALIGN_H_

#include <cstddef>
#include <string>
#include <vector>

namespace tikrar::reference {

size_t LongestCommonSubsequence(const std::vector<std::string>& a,
                                const std::vector<std::string>& b);

}  // namespace tikrar::reference

#endif  // TIKRAR_TESTS_REFERENCE_REFERENCE_ALIGN_H_
