#include "serve/search_index.h"

#include <cstdio>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "serve/schema.h"
#include "serve/search_words.h"
#include "serve/text_packer.h"

namespace tikrar {
namespace {

// `query` gives an id, a packed text, and something else to find it by.
absl::Status AddWords(std::string_view query, std::string_view insertion,
                      SqlConnection* database, SqlConnection* index,
                      SearchWords* words, const std::atomic<bool>* cancel) {
  TIKRAR_ASSIGN_OR_RETURN(SqlStatement texts, database->Prepare(query));
  TIKRAR_ASSIGN_OR_RETURN(SqlStatement insert, index->Prepare(insertion));
  for (;;) {
    if (cancel != nullptr && cancel->load()) {
      return absl::CancelledError("search: interrupted");
    }
    TIKRAR_ASSIGN_OR_RETURN(const bool has_text, texts.Step());
    if (!has_text) return absl::OkStatus();
    TIKRAR_ASSIGN_OR_RETURN(const std::string text, UnpackText(texts.Text(1)));
    const std::string distinct = words->Of({texts.Text(2), text});
    insert.Bind(1, texts.Integer(0)).Bind(2, std::string_view(distinct));
    TIKRAR_RETURN_IF_ERROR(insert.Run());
  }
}

}  // namespace

absl::Status BuildSearchIndex(SqlConnection* database,
                              const Normalizer& normalizer,
                              uint64_t cache_bytes, const std::string& stamp,
                              const std::string& path,
                              const std::atomic<bool>* cancel) {
  std::remove(path.c_str());
  TIKRAR_ASSIGN_OR_RETURN(SqlConnection index, SqlConnection::Create(path));
  TIKRAR_RETURN_IF_ERROR(index.Run(absl::StrFormat(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -%d; BEGIN",
      cache_bytes >> 10)));
  TIKRAR_RETURN_IF_ERROR(index.Run(kSearchTables));
  for (const std::string table : {"document_words", "family_words"}) {
    TIKRAR_RETURN_IF_ERROR(index.Run(
        absl::StrFormat("INSERT INTO %s(%s, rank) VALUES('hashsize', %d)",
                        table, table, cache_bytes)));
  }
  SearchWords words(normalizer);
  TIKRAR_RETURN_IF_ERROR(
      AddWords("SELECT d.id, t.text, d.title FROM document d "
               "JOIN document_text t ON t.id = d.id ORDER BY d.id",
               "INSERT INTO document_words(rowid, words) VALUES(?1,?2)",
               database, &index, &words, cancel));
  TIKRAR_RETURN_IF_ERROR(
      AddWords("SELECT id, text, pattern FROM family_text ORDER BY id",
               "INSERT INTO family_words(rowid, words) VALUES(?1,?2)", database,
               &index, &words, cancel));
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement meta, index.Prepare("INSERT INTO meta VALUES('stamp', ?1)"));
  meta.Bind(1, std::string_view(stamp));
  TIKRAR_RETURN_IF_ERROR(meta.Run());
  return index.Run("COMMIT");
}

}  // namespace tikrar
