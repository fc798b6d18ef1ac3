import Glibc
import HermeticPolicy
import Testing

@testable import HermeticKernel

/// What a program may not do, by whatever way.
@Suite struct `A file that is refused` {
  @Test func `is in reach without a policy`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          os.symlink(secret, 'ok/link'); check('link', reads('ok/link') == b'SECRET\\n')
          handle = os.open(secret, os.O_PATH); os.unlink(secret)
          check('handle', reads('/proc/self/fd/%d' % handle) == b'SECRET\\n')
          os.rename('closed', 'ok/moved')
          """, refusing: []) ?? -1)
    }
  }

  @Test func `is not read by another path`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          for name, target in (('a', secret), ('b', 'a'), ('c', '/proc/self/cwd/closed/secret'), ('d', '../closed')):
              os.symlink(target, 'ok/' + name)
          handle = os.open(secret, os.O_PATH); folder = os.open(closed, os.O_PATH)
          for path in ['closed/secret', secret, '//' + secret, 'ok/../closed/./secret', 'ok/a', 'ok/b', 'ok/c',
                       'ok/d/secret', '/proc/self/root' + secret, '/proc/self/cwd/closed/secret',
                       '/proc/thread-self/cwd/closed/secret', '/proc/%d/cwd/closed/secret' % os.getpid(),
                       '/proc/self/fd/%d' % handle, '/dev/fd/%d' % handle, '/proc/self/fd/%d/secret' % folder]:
              check(path, reads(path) == 'EACCES')
          check('folder', reads('secret', dir_fd=folder) == 'EACCES')
          check('listing', attempt(os.listdir, closed) == 'EACCES' and attempt(os.listdir, 'ok/d') == 'EACCES')
          os.chdir('closed'); check('working folder', reads('secret') == 'EACCES'); os.chdir(here)
          check('memory', attempt(os.open, '/proc/self/mem', os.O_RDWR) == 'EACCES')
          """) ?? -1)
    }
  }

  @Test func `stays where and what it is`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          os.symlink(secret, 'ok/link'); os.symlink('../closed/new', 'ok/new'); handle = os.open(secret, os.O_PATH)
          write = os.O_WRONLY
          for call in [
              (os.open, secret, write), (os.open, 'ok/link', write | os.O_TRUNC), (os.open, 'ok/new', write | os.O_CREAT),
              (os.open, 'closed/x', write | os.O_CREAT), (os.open, 'closed', os.O_TMPFILE | os.O_RDWR),
              (os.truncate, 'ok/link', 0), (os.mkdir, 'closed/x'), (os.rmdir, 'closed'), (os.unlink, secret),
              (os.rename, secret, 'ok/x'), (os.rename, 'ok/file', secret), (os.rename, 'closed', 'ok/x'),
              (os.rename, here, here + '2'), (os.link, secret, 'ok/x'), (os.link, 'ok/file', 'closed/x'),
              (os.symlink, 'x', 'closed/x'), (os.mknod, 'closed/x'), (os.chmod, 'ok/link', 0o777),
              (os.chown, secret, -1, -1), (os.lchown, secret, -1, -1), (os.utime, 'ok/link'),
              (os.setxattr, secret, 'user.a', b'1'), (os.removexattr, secret, 'user.a')]:
              check(str(call), attempt(*call) == 'EACCES')
          for call in [
              (libc.linkat, handle, b'', -100, b'ok/x', 0x1000), (libc.linkat, -100, b'/proc/self/fd/%d' % handle, -100, b'ok/x', 0x400),
              (libc.renameat2, -100, b'closed', -100, b'ok', 2), (libc.fchownat, handle, b'', 0, 0, 0x1000),
              (libc.utimensat, handle, b'', None, 0x1000)]:
              check(str(call), call[0](*call[1:]) == -1)
          check('nothing new', sorted(os.listdir('ok')) == ['file', 'link', 'new'])
          """) ?? -1)
    }
  }

  /// A handle on a file needs no right to it; without a name it must not be free.
  @Test func `is not read for having lost its name`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          handle = os.open(secret, os.O_PATH); own = os.open('ok/file', os.O_PATH)
          os.unlink(secret); os.unlink('ok/file')
          check('handle', reads('/proc/self/fd/%d' % handle) == 'EACCES')
          check('own', reads('/proc/self/fd/%d' % own) == b'open\\n')
          """, refusing: [.readFile]) ?? -1)
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `is not reached by what changes while the broker looks`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          sys.setswitchinterval(1e-5)
          def race(name, targets, attack, wanted):
              done = []
              def swap():
                  while not done:
                      for target in targets:
                          os.symlink(target, 'ok/next'); os.rename('ok/next', 'ok/swapped')
              thread = threading.Thread(target=swap); thread.start()
              seen = {}
              for _ in range(20000):
                  found = attack(); seen[found] = seen.get(found, 0) + 1
              done.append(1); thread.join()
              check('%s: %s' % (name, seen), b'SECRET\\n' not in seen and wanted in seen and 'EACCES' in seen)
          race('read', ['file', secret], lambda: reads('ok/swapped'), b'open\\n')
          race('folder', ['../other', '../closed'], lambda: reads('ok/swapped/secret'), b'open\\n')
          def write():
              file = attempt(os.open, 'ok/swapped', os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
              if isinstance(file, str): return file
              os.close(file); return 'written'
          race('write', ['file', secret], write, 'written')
          race('chmod', ['file', secret], lambda: attempt(os.chmod, 'ok/swapped', 0o600) or 'changed', 'changed')
          check('whole', os.stat(secret).st_size == 7 and stat.S_IMODE(os.stat(secret).st_mode) == 0o644)
          """) ?? -1)
    }
  }
}
