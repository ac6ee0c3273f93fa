// Answers that stay the same as long as the server runs.

#ifndef TIKRAR_SERVE_ANSWER_CACHE_H_
#define TIKRAR_SERVE_ANSWER_CACHE_H_

#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tikrar {

// Keeps the answers asked for last, by their address. Thread-safe.
class AnswerCache {
 public:
  // Of all answers with their addresses.
  explicit AnswerCache(size_t max_bytes) : max_bytes_(max_bytes) {}

  std::optional<std::string> Find(std::string_view target);
  // Lets go of those not asked for the longest time. One that would take more
  // than an eighth of the room is not kept.
  void Add(std::string_view target, std::string_view answer);

 private:
  struct Entry {
    std::string target, answer;
    size_t size() const { return target.size() + answer.size(); }
  };
  const size_t max_bytes_;
  std::mutex mutex_;
  size_t bytes_ = 0;
  std::list<Entry> entries_;  // asked for last, first
  // By the target of an entry, which does not move.
  std::map<std::string_view, std::list<Entry>::iterator> places_;
};

}  // namespace tikrar

#endif  // TIKRAR_SERVE_ANSWER_CACHE_H_
