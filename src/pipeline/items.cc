#include "pipeline/items.h"

namespace tikrar {
namespace {

void AppendRows(const std::vector<uint32_t>& rows, size_t shift,
                std::vector<uint32_t>* out) {
  for (const uint32_t row : rows) {
    out->push_back(row == kNoKeys ? kNoKeys
                                  : row + static_cast<uint32_t>(shift));
  }
}

}  // namespace

void ItemTable::Append(const ItemTable& other, uint32_t doc_shift,
                       uint64_t token_shift, size_t stride) {
  const uint32_t item_shift = static_cast<uint32_t>(items.size());
  for (Item item : other.items) {
    item.doc += doc_shift;
    item.token_begin += token_shift;
    items.push_back(item);
  }
  AppendRows(other.main_row, main_keys.size() / stride, &main_row);
  AppendRows(other.short_row, short_keys.size() / stride, &short_row);
  main_keys.insert(main_keys.end(), other.main_keys.begin(),
                   other.main_keys.end());
  short_keys.insert(short_keys.end(), other.short_keys.begin(),
                    other.short_keys.end());
  for (const KeyedItem& key : other.edit_keys) {
    edit_keys.push_back({key.key, key.item + item_shift});
  }
}

}  // namespace tikrar
