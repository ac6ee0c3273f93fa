#include "serve/answer_cache.h"

namespace tikrar {

std::optional<std::string> AnswerCache::Find(std::string_view target) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(target);
  if (found == places_.end()) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->answer;
}

void AnswerCache::Add(std::string_view target, std::string_view answer) {
  constexpr size_t kParts = 8;
  const size_t size = target.size() + answer.size();
  if (size > max_bytes_ / kParts) return;
  const std::lock_guard lock(mutex_);
  if (places_.count(target) != 0) return;
  while (bytes_ + size > max_bytes_) {
    bytes_ -= entries_.back().size();
    places_.erase(entries_.back().target);
    entries_.pop_back();
  }
  entries_.push_front({std::string(target), std::string(answer)});
  places_.emplace(entries_.front().target, entries_.begin());
  bytes_ += size;
}

}  // namespace tikrar
