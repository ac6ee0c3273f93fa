#include "pipeline/items.h"

#include <utility>

#include "base/grow.h"

namespace tikrar {
namespace {

uint32_t Shifted(uint32_t row, size_t shift) {
  return row == kNoKeys ? kNoKeys : row + static_cast<uint32_t>(shift);
}

}  // namespace

void KeyTable::HaveColumns(size_t count) {
  if (columns_.empty()) columns_.resize(count, StoredVector<uint64_t>(store_));
}

void KeyTable::AppendRow(absl::Span<const uint64_t> keys) {
  HaveColumns(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) columns_[i].push_back(keys[i]);
}

void KeyTable::Append(const KeyTable& other, double done) {
  if (other.columns_.empty()) return;
  HaveColumns(other.columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) {
    GrowFor(other.rows(), done, &columns_[i]);
    columns_[i].insert(columns_[i].end(), other.columns_[i].begin(),
                       other.columns_[i].end());
  }
}

void KeyTable::AppendRows(const KeyTable& other,
                          absl::Span<const uint32_t> rows, double done) {
  if (rows.size() == other.rows()) return Append(other, done);
  HaveColumns(other.columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) {
    GrowFor(rows.size(), done, &columns_[i]);
    for (const uint32_t row : rows) {
      columns_[i].push_back(other.columns_[i][row]);
    }
  }
}

void KeyTable::Join(KeyTable other) {
  (columns_.empty() ? columns_ : more_) = std::move(other.columns_);
}

void ItemTable::AppendRows(const ItemTable& other, double done,
                           SharedKeys* shared) {
  std::vector<uint32_t> main_rows, short_rows;  // of `other`, that are new
  const auto take = [](uint32_t row, size_t first, std::vector<uint32_t>* taken,
                       uint32_t* as) {
    if (row == kNoKeys) return;
    *as = static_cast<uint32_t>(first + taken->size());
    taken->push_back(row);
  };
  for (size_t i = 0; i < other.items.size(); ++i) {
    SharedKeys::Rows rows;
    const SharedKeys::Rows* const known =
        shared == nullptr ? nullptr : shared->Find(other.items[i]);
    if (known != nullptr) {
      rows = *known;
    } else {
      take(other.main_row[i], main_keys.rows(), &main_rows, &rows.main_row);
      take(other.short_row[i], short_keys.rows(), &short_rows, &rows.short_row);
      if (shared != nullptr) shared->Put(other.items[i], rows);
    }
    main_row.push_back(rows.main_row);
    short_row.push_back(rows.short_row);
  }
  main_keys.AppendRows(other.main_keys, main_rows, done);
  short_keys.AppendRows(other.short_keys, short_rows, done);
}

void ItemTable::Append(const ItemTable& other, uint32_t doc_shift,
                       uint64_t token_shift, double done, SharedKeys* shared) {
  GrowFor(other.items.size(), done, &items);
  GrowFor(other.items.size(), done, &main_row);
  GrowFor(other.items.size(), done, &short_row);
  for (Item item : other.items) {
    item.doc += doc_shift;
    item.token_begin += token_shift;
    items.push_back(item);
  }
  AppendRows(other, done, shared);
}

void ItemTable::ForgetKeys() {
  Store* const store = items.get_allocator().store();
  main_keys = KeyTable(store);
  short_keys = KeyTable(store);
}

void ItemTable::Replace(ItemTable fresh, absl::Span<const uint32_t> docs) {
  Store* const store = items.get_allocator().store();
  ItemTable old = std::move(*this);
  *this = ItemTable(store);
  double done = 0;
  const auto take = [&](const ItemTable& from, size_t i, size_t main_shift,
                        size_t short_shift) {
    GrowFor(1, done, &items);
    GrowFor(1, done, &main_row);
    GrowFor(1, done, &short_row);
    items.push_back(from.items[i]);
    main_row.push_back(Shifted(from.main_row[i], main_shift));
    short_row.push_back(Shifted(from.short_row[i], short_shift));
  };
  const size_t main_rows = old.main_keys.rows();
  const size_t short_rows = old.short_keys.rows();
  size_t next = 0;
  auto doc = docs.begin();
  for (size_t i = 0; i < old.items.size(); ++i) {
    done = static_cast<double>(i + 1) / static_cast<double>(old.items.size());
    while (doc != docs.end() && *doc < old.items[i].doc) ++doc;
    if (doc != docs.end() && *doc == old.items[i].doc) continue;
    for (;
         next < fresh.items.size() && fresh.items[next].doc < old.items[i].doc;
         ++next) {
      take(fresh, next, main_rows, short_rows);
    }
    take(old, i, 0, 0);
  }
  for (; next < fresh.items.size(); ++next) {
    take(fresh, next, main_rows, short_rows);
  }
  main_keys = std::move(old.main_keys);
  short_keys = std::move(old.short_keys);
  main_keys.Join(std::move(fresh.main_keys));
  short_keys.Join(std::move(fresh.short_keys));
}

}  // namespace tikrar
