// The tables that the stages of a scan hand on.

#ifndef TIKRAR_PIPELINE_ITEMS_H_
#define TIKRAR_PIPELINE_ITEMS_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "base/hash.h"
#include "tikrar/document.h"
#include "tikrar/store.h"

namespace tikrar {

// A document or a block: what is fingerprinted, compared and grouped.
struct Item {
  Hash128 exact;     // of its normalized text
  uint32_t doc = 0;  // index of its document
  TextRange range;
  uint32_t token_count = 0;
  uint64_t token_begin = 0;  // its token hashes in Corpus::tokens
};

inline constexpr uint32_t kNoKeys = std::numeric_limits<uint32_t>::max();

// Sketches as rows of keys: the bands of a MinHash signature, or one SimHash
// fingerprint. Column by column, as they are read.
class KeyTable {
 public:
  explicit KeyTable(Store* store = nullptr) : store_(store) {}

  size_t rows() const { return RowsOf(columns_) + RowsOf(more_); }
  uint64_t at(size_t row, size_t column) const {
    const size_t first = columns_[column].size();
    return row < first ? columns_[column][row] : more_[column][row - first];
  }

  // REQUIRES: all rows have one size, which is not 0.
  void AppendRow(absl::Span<const uint64_t> keys);
  void Append(const KeyTable& other, double done);  // see GrowFor
  // Only these rows of it.
  void AppendRows(const KeyTable& other, absl::Span<const uint32_t> rows,
                  double done);
  // All rows of it, where they are: nothing is copied. REQUIRES: not called
  // before; nothing is appended any more.
  void Join(KeyTable other);

 private:
  using Columns = std::vector<StoredVector<uint64_t>>;
  static size_t RowsOf(const Columns& columns) {
    return columns.empty() ? 0 : columns[0].size();
  }
  void HaveColumns(size_t count);

  Store* store_;
  Columns columns_;
  Columns more_;  // the rows behind those
};

// The rows of items met lately, by the hash of their text and its length, as
// CollapseExactCopies tells them apart (of texts that differ in blanks alone
// one may be too long for short keys): copies share them. In a corpus of lines
// that come again and again keys are most of what is read, 176 bytes a short
// item. What is forgotten is kept twice, no more.
class SharedKeys {
 public:
  struct Rows {
    uint32_t main_row = kNoKeys;
    uint32_t short_row = kNoKeys;
  };

  // Of `bytes` at most, rounded down to a power of two of entries.
  explicit SharedKeys(uint64_t bytes)
      : entries_(std::bit_floor(
            std::max<uint64_t>(bytes / sizeof(Entry), uint64_t{1}))) {}

  // Null if none are known.
  const Rows* Find(const Item& item) const {
    const Entry& entry = entries_[Place(item)];
    return entry.is_set && entry.exact == item.exact &&
                   entry.token_count == item.token_count
               ? &entry.rows
               : nullptr;
  }
  void Put(const Item& item, const Rows& rows) {
    entries_[Place(item)] = {item.exact, rows, item.token_count, true};
  }

 private:
  struct Entry {
    Hash128 exact;
    Rows rows;
    uint32_t token_count = 0;
    bool is_set = false;
  };
  size_t Place(const Item& item) const {
    return item.exact.low & (entries_.size() - 1);
  }
  std::vector<Entry> entries_;
};

// All items of one unit, in input order, and their sketches.
struct ItemTable {
  explicit ItemTable(Store* store = nullptr)
      : items(store),
        main_row(store),
        short_row(store),
        main_keys(store),
        short_keys(store) {}

  StoredVector<Item> items;
  StoredVector<uint32_t> main_row;   // by item: row in main_keys or kNoKeys
  StoredVector<uint32_t> short_row;  // by item: row in short_keys or kNoKeys
  KeyTable main_keys;
  KeyTable short_keys;  // of MinHash: the bands, then the one-bit values

  // `done`: see GrowFor. Rows of `shared`, where that is not null, are of this
  // table.
  void Append(const ItemTable& other, uint32_t doc_shift, uint64_t token_shift,
              double done = 0, SharedKeys* shared = nullptr);

  // Once candidates are found: the keys are most of a table. Rows stay.
  void ForgetKeys();

  // Puts the items of `fresh` in the place of all items of their documents
  // and of the documents in `docs` (sorted); the order stays by document.
  // REQUIRES: not called before.
  void Replace(ItemTable fresh, absl::Span<const uint32_t> docs);

 private:
  // The rows of the items of `other`, behind those that are here.
  void AppendRows(const ItemTable& other, double done, SharedKeys* shared);
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_ITEMS_H_
