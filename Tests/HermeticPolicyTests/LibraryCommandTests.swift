import HermeticPolicy
import Testing

@Suite struct `A command of the library` {
  @Test(arguments: [
    (
      "from multiprocessing.spawn import spawn_main; spawn_main(tracker_fd=5, pipe_handle=7)",
      LibraryCommand.spawned
    ),
    (
      "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=7)\n",
      .spawned
    ),
    ("from multiprocessing.resource_tracker import main;main(12)\n", .resourceTracker),
    ("from multiprocessing.forkserver import main; main(4, 5, [], **{})", .forkServer),
    (
      "from multiprocessing.forkserver import main; main(4, 5, ['__main__'], "
        + "**{'sys_path': ['/a', \"/it's\", '/(b)\\'\\\\'], 'main_path': '/größe.py'})\n",
      .forkServer
    ),
  ])
  func `is known by its text`(_ text: String, _ command: LibraryCommand) {
    #expect(LibraryCommand(text) == command)
  }

  @Test(arguments: [
    "", "pass", "from multiprocessing.spawn import spawn_main; spawn_main()",
    "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=7",
    "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=open('x'))",
    "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=7); evil()",
    "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=7)\nevil()",
    "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=7)\n\n",
    "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=fd)",
    "from multiprocessing.spawn import spawn_main;  spawn_main(pipe_handle=7)",
    " from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=7)",
    "import os; from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=7)",
    "from multiprocessing.resource_tracker import main;main(12, 13, x)",
    "from multiprocessing.resource_tracker import main;main(x(12))",
    "from multiprocessing.forkserver import main; main(4, 5, [], **{}); evil()",
    "from multiprocessing.forkserver import main; main(4, 5, [evil], **{})",
    "from multiprocessing.forkserver import main; main(4, 5, ['a' f'{evil()}'], **{})",
    "from multiprocessing.forkserver import main; main(4, 5, ['a\\'], **{'b': 1})",
    "from multiprocessing.forkserver import main; main(4, 5, ['a\n'], **{})",
    "from multiprocessing.forkserver import main; main(4)(5)",
    "from multiprocessing.forkserver import main; main('''a'''); evil()",
  ])
  func `is no other text`(_ text: String) {
    #expect(LibraryCommand(text) == nil)
  }
}
