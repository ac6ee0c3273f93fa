#include <algorithm>
#include <cstring>
#include <functional>

#include "tikrar/store.h"

namespace tikrar {
namespace {

constexpr size_t kHeapBlockBytes = size_t{64} << 10;
constexpr size_t kStoredBlockBytes = size_t{16} << 20;

// Few large blocks, as the file of a block stays open while it is read.
size_t NextBlockBytes(const Store* store,
                      const std::vector<StoreBytes>& blocks) {
  if (store == nullptr) return kHeapBlockBytes;
  const size_t last = blocks.empty() ? 0 : blocks.back().size();
  const size_t most =
      std::max<size_t>(store->memory_bytes() / 2, kStoredBlockBytes);
  return std::clamp(2 * last, kStoredBlockBytes, most);
}

}  // namespace

void* StoreArena::Allocate(size_t bytes) {
  constexpr size_t kBorder = sizeof(uint64_t);
  const size_t size = (bytes + kBorder - 1) / kBorder * kBorder;
  if (size > left_) {
    blocks_.emplace_back(std::max(kStoredBlockBytes, size), store_);
    next_ = blocks_.back().data();
    left_ = blocks_.back().size();
  }
  void* const block = next_;
  next_ += size;
  left_ -= size;
  return block;
}

std::string_view StringArena::Add(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    constexpr bool kInOrder = true;
    blocks_.emplace_back(std::max(NextBlockBytes(store_, blocks_), text.size()),
                         store_, kInOrder);
    next_ = blocks_.back().data();
    left_ = blocks_.back().size();
  }
  if (store_ != nullptr) store_->FillAhead(next_, text.size());
  std::memcpy(next_, text.data(), text.size());
  const std::string_view kept(next_, text.size());
  next_ += text.size();
  left_ -= text.size();
  return kept;
}

StoredTextReader::StoredTextReader(const StringArena& arena) {
  if (arena.store_ == nullptr) return;
  for (const StoreBytes& block : arena.blocks_) {
    const Store::File file = arena.store_->FileOf(block.data());
    if (file.file >= 0) files_.push_back(file);
  }
  std::sort(files_.begin(), files_.end(),
            [](const Store::File& x, const Store::File& y) {
              return std::less<>()(x.begin, y.begin);
            });
}

std::string_view StoredTextReader::Read(std::string_view text,
                                        std::string* buffer) const {
  if (text.size() > StoredReader<char>::kMostBytes) return text;
  const auto at = reinterpret_cast<uintptr_t>(text.data());
  const auto begin_of = [](const Store::File& file) {
    return reinterpret_cast<uintptr_t>(file.begin);
  };
  auto file = std::upper_bound(files_.begin(), files_.end(), at,
                               [&](uintptr_t place, const Store::File& f) {
                                 return place < begin_of(f);
                               });
  if (file == files_.begin()) return text;
  --file;
  if (at + text.size() > begin_of(*file) + file->bytes) return text;
  buffer->resize(text.size());
  if (!ReadFileAt(file->file, at - begin_of(*file), text.size(),
                  buffer->data())) {
    return text;
  }
  return *buffer;
}

}  // namespace tikrar
