#include "base/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <system_error>
#include <utility>

namespace tikrar {
namespace {

// State of one ParallelFor, shared with helpers that may start late, after
// the loop is over: then they find no piece left.
struct Loop {
  std::atomic<size_t> next{0};
  size_t count;
  size_t grain;
  const std::function<void(size_t, size_t)>* body;
  std::mutex mutex;
  std::condition_variable done;
  size_t finished = 0;  // guarded by mutex

  void Run() {
    size_t ran = 0;
    while (true) {
      const size_t begin = next.fetch_add(grain);
      if (begin >= count) break;
      const size_t end = std::min(begin + grain, count);
      (*body)(begin, end);
      ran += end - begin;
    }
    if (ran == 0) return;
    std::lock_guard<std::mutex> lock(mutex);
    finished += ran;
    if (finished == count) done.notify_all();
  }
};

}  // namespace

ThreadPool::ThreadPool(int threads) {
  if (threads <= 0)
    threads = static_cast<int>(std::thread::hardware_concurrency());
  size_ = std::max(threads, 1);
  try {
    for (int i = 1; i < size_; ++i) threads_.emplace_back([this] { Work(); });
  } catch (const std::system_error&) {
    // The system has no more threads: what was started does the work.
    size_ = static_cast<int>(threads_.size()) + 1;
  }
}

ThreadPool::~ThreadPool() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::Schedule(std::function<void()> task) {
  if (size_ == 1) {
    task();
    return;
  }
  {
    std::lock_guard<std::mutex> lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  wake_.notify_one();
}

void ThreadPool::ParallelFor(size_t count, size_t grain,
                             const std::function<void(size_t, size_t)>& body) {
  if (count == 0) return;
  grain = std::max<size_t>(grain, 1);
  if (size_ == 1 || count <= grain) {
    for (size_t begin = 0; begin < count; begin += grain) {
      body(begin, std::min(begin + grain, count));
    }
    return;
  }
  auto loop = std::make_shared<Loop>();
  loop->count = count;
  loop->grain = grain;
  loop->body = &body;
  for (int i = 1; i < size_; ++i) Schedule([loop] { loop->Run(); });
  loop->Run();
  std::unique_lock<std::mutex> lock(loop->mutex);
  loop->done.wait(lock, [&] { return loop->finished == count; });
}

void ThreadPool::Work() {
  while (true) {
    std::function<void()> task;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait(lock, [this] { return stop_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace tikrar
