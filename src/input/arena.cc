#include "input/arena.h"

#include <cstring>

namespace tikrar {
namespace {

// A block holds about a hundred articles (2.5 KB each in a news corpus), and
// a string over a quarter of it gets a block of its own: at most a quarter
// of any block stays empty.
constexpr size_t kBlockBytes = size_t{256} << 10;

}  // namespace

std::string_view Arena::Copy(std::string_view text) {
  if (text.empty()) return {};
  char* place = next_;
  if (text.size() <= left_) {
    next_ += text.size();
    left_ -= text.size();
  } else if (text.size() > kBlockBytes / 4) {
    blocks_->emplace_back(new char[text.size()]);
    place = blocks_->back().get();
  } else {
    blocks_->emplace_back(new char[kBlockBytes]);
    place = blocks_->back().get();
    next_ = place + text.size();
    left_ = kBlockBytes - text.size();
  }
  std::memcpy(place, text.data(), text.size());
  return {place, text.size()};
}

}  // namespace tikrar
