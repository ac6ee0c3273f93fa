#include "serve/search_index.h"

#include <algorithm>
#include <cstdio>
#include <future>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "serve/schema.h"
#include "serve/search_words.h"
#include "serve/text_packer.h"

namespace tikrar {
namespace {

// Texts that are made ready at once, while those before go into the index.
constexpr size_t kBatchTexts = 512;
constexpr size_t kBatchBytes = size_t{4} << 20;

// Of words with their texts, before they are written: with more, each word is
// looked for in memory that no cache has, which took a third of the time.
constexpr uint64_t kMaxHashBytes = uint64_t{8} << 20;

struct WordBatch {
  std::vector<int64_t> ids;
  std::vector<std::string> packed, others;  // a text, something else of it
  std::vector<std::string> words;
};

// Reads what one table of the index is made of.
class WordReader {
 public:
  // `texts` gives an id, a packed text, and something else to find it by.
  WordReader(SqlStatement texts, const Normalizer& normalizer, ThreadPool* pool)
      : texts_(std::move(texts)), normalizer_(normalizer), pool_(*pool) {}

  // No ids: the end.
  absl::StatusOr<WordBatch> Next() {
    WordBatch batch;
    for (size_t bytes = 0;
         !at_end_ && batch.ids.size() < kBatchTexts && bytes < kBatchBytes;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_text, texts_.Step());
      at_end_ = !has_text;
      if (at_end_) break;
      batch.ids.push_back(texts_.Integer(0));
      batch.packed.emplace_back(texts_.Text(1));
      batch.others.emplace_back(texts_.Text(2));
      bytes += batch.packed.back().size() + batch.others.back().size();
    }
    const size_t count = batch.ids.size();
    batch.words.resize(count);
    std::vector<absl::Status> problems(count);
    pool_.ParallelFor(count, kGrain, [&](size_t begin, size_t end) {
      SearchWords words(normalizer_);
      for (size_t i = begin; i < end; ++i) {
        const absl::StatusOr<std::string> text = UnpackText(batch.packed[i]);
        problems[i] = text.status();
        if (text.ok()) batch.words[i] = words.Of({batch.others[i], *text});
      }
    });
    for (const absl::Status& problem : problems) {
      TIKRAR_RETURN_IF_ERROR(problem);
    }
    return batch;
  }

 private:
  static constexpr size_t kGrain = 16;
  SqlStatement texts_;
  const Normalizer& normalizer_;
  ThreadPool& pool_;
  bool at_end_ = false;
};

// The words are found on all threads while the index takes those before them:
// each is about half of the work.
absl::Status AddWords(WordReader* reader, SqlStatement* insert,
                      const std::atomic<bool>* cancel) {
  const auto next = [reader] { return reader->Next(); };
  for (auto coming = std::async(std::launch::async, next);;) {
    TIKRAR_ASSIGN_OR_RETURN(const WordBatch batch, coming.get());
    if (batch.ids.empty()) return absl::OkStatus();
    coming = std::async(std::launch::async, next);
    for (size_t i = 0; i < batch.ids.size(); ++i) {
      if (cancel != nullptr && cancel->load()) {
        return absl::CancelledError("search: interrupted");
      }
      insert->Bind(1, batch.ids[i]).Bind(2, std::string_view(batch.words[i]));
      TIKRAR_RETURN_IF_ERROR(insert->Run());
    }
  }
}

}  // namespace

absl::Status BuildSearchIndex(SqlConnection* database,
                              const Normalizer& normalizer, ThreadPool* pool,
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
                        table, table, std::min(cache_bytes, kMaxHashBytes))));
  }
  const std::pair<std::string_view, std::string_view> tables[] = {
      {"SELECT d.id, t.text, d.title FROM document d "
       "JOIN document_text t ON t.id = d.id ORDER BY d.id",
       "INSERT INTO document_words(rowid, words) VALUES(?1,?2)"},
      {"SELECT id, text, pattern FROM family_text ORDER BY id",
       "INSERT INTO family_words(rowid, words) VALUES(?1,?2)"}};
  for (const auto& [query, insertion] : tables) {
    TIKRAR_ASSIGN_OR_RETURN(SqlStatement texts, database->Prepare(query));
    TIKRAR_ASSIGN_OR_RETURN(SqlStatement insert, index.Prepare(insertion));
    WordReader reader(std::move(texts), normalizer, pool);
    TIKRAR_RETURN_IF_ERROR(AddWords(&reader, &insert, cancel));
  }
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement meta, index.Prepare("INSERT INTO meta VALUES('stamp', ?1)"));
  meta.Bind(1, std::string_view(stamp));
  TIKRAR_RETURN_IF_ERROR(meta.Run());
  return index.Run("COMMIT");
}

}  // namespace tikrar
