// One stream of random numbers for each purpose, so that a change of one
// leaves the others as they are.

#ifndef TIKRAR_GENERATE_STREAMS_H_
#define TIKRAR_GENERATE_STREAMS_H_

#include <cstdint>

namespace tikrar {

inline constexpr uint64_t kStoryStream = 1;
inline constexpr uint64_t kPlanStream = 2;
inline constexpr uint64_t kPageStream = 3;
inline constexpr uint64_t kEditStream = 4;
inline constexpr uint64_t kPublisherStream = 5;

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_STREAMS_H_
