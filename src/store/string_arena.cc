#include <algorithm>
#include <cstring>

#include "tikrar/store.h"

namespace tikrar {
namespace {

constexpr size_t kHeapBlockBytes = size_t{64} << 10;
constexpr size_t kStoredBlockBytes = size_t{16} << 20;

}  // namespace

void* StoreArena::Allocate(size_t bytes) {
  const size_t words = (bytes + sizeof(uint64_t) - 1) / sizeof(uint64_t);
  if (words > left_) {
    blocks_.emplace_back(std::max(kStoredBlockBytes / sizeof(uint64_t), words),
                         0, store_);
    next_ = blocks_.back().data();
    left_ = blocks_.back().size();
  }
  void* const block = next_;
  next_ += words;
  left_ -= words;
  return block;
}

std::string_view StringArena::Add(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    const size_t block =
        store_ == nullptr ? kHeapBlockBytes : kStoredBlockBytes;
    blocks_.emplace_back(std::max(block, text.size()), '\0', store_);
    next_ = blocks_.back().data();
    left_ = blocks_.back().size();
  }
  std::memcpy(next_, text.data(), text.size());
  const std::string_view kept(next_, text.size());
  next_ += text.size();
  left_ -= text.size();
  return kept;
}

}  // namespace tikrar
