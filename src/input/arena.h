// Memory for the strings of one batch.

#ifndef TIKRAR_INPUT_ARENA_H_
#define TIKRAR_INPUT_ARENA_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace tikrar {

// Copies strings into blocks appended to `*blocks`, which owns them.
class Arena {
 public:
  explicit Arena(std::vector<std::unique_ptr<char[]>>* blocks)
      : blocks_(blocks) {}

  std::string_view Copy(std::string_view text);

 private:
  std::vector<std::unique_ptr<char[]>>* blocks_;
  char* next_ = nullptr;
  size_t left_ = 0;
};

}  // namespace tikrar

#endif  // TIKRAR_INPUT_ARENA_H_
