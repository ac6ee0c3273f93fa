// Names of sources in their order.

#ifndef TIKRAR_PIPELINE_SOURCE_NAME_H_
#define TIKRAR_PIPELINE_SOURCE_NAME_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tikrar {

// A name with its first bytes behind the first `begin`, which all names have in
// common, as a number of the same order. Names of documents that are sources of
// their own (a.jsonl#1234) differ in those: to compare ten million of them as
// strings took 8 s of a scan.
class SourceName {
 public:
  SourceName(std::string_view name, size_t begin) : name_(name) {
    for (size_t i = begin; i < begin + sizeof(head_); ++i) {
      const unsigned char byte =
          i < name.size() ? static_cast<unsigned char>(name[i]) : 0;
      head_ = head_ << 8 | byte;
    }
  }

  std::string_view name() const { return name_; }
  // True at most if it is the same name: one that is kept once.
  bool IsSameString(std::string_view name) const {
    return name.data() == name_.data() && name.size() == name_.size();
  }

  friend bool operator<(const SourceName& x, const SourceName& y) {
    if (x.head_ != y.head_) return x.head_ < y.head_;
    return !x.IsSameString(y.name_) && x.name_ < y.name_;
  }
  friend bool operator==(const SourceName& x, const SourceName& y) {
    return x.head_ == y.head_ &&
           (x.IsSameString(y.name_) || x.name_ == y.name_);
  }

 private:
  std::string_view name_;
  uint64_t head_ = 0;
};

// How many bytes the names of all `items` begin with.
template <typename Items, typename NameOf>
size_t CommonBegin(const Items& items, const NameOf& name_of) {
  if (items.empty()) return 0;
  std::string_view common = name_of(items[0]);
  for (const auto& item : items) {
    const std::string_view name = name_of(item);
    if (name.data() == common.data()) {
      common = common.substr(0, name.size());
      continue;
    }
    const auto end =
        std::mismatch(common.begin(), common.end(), name.begin(), name.end())
            .first;
    common = common.substr(0, static_cast<size_t>(end - common.begin()));
  }
  return common.size();
}

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_SOURCE_NAME_H_
