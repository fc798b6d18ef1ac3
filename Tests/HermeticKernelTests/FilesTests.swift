import Glibc
import Testing

@testable import HermeticKernel

/// What a program may do goes on as without a broker.
@Suite struct `A broker of files` {
  @Test func `makes, moves and removes what the program asks for`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          os.umask(0o027)
          os.mkdir('ok/new', 0o777); check('mkdir', stat.S_IMODE(os.stat('ok/new').st_mode) == 0o750)
          with open('ok/new/a', 'w') as file: file.write('text')
          check('mode', stat.S_IMODE(os.stat('ok/new/a').st_mode) == 0o640)
          os.rename('ok/new/a', 'ok/b'); os.link('ok/b', 'ok/c'); os.symlink('b', 'ok/d')
          check('link', os.stat('ok/c').st_nlink == 2 and reads('ok/d') == b'text')
          os.truncate('ok/b', 2); check('truncate', reads('ok/d') == b'te')
          os.mkfifo('ok/fifo', 0o666); check('fifo', stat.S_IMODE(os.stat('ok/fifo').st_mode) == 0o640)
          for name in ('b', 'c', 'd', 'fifo'): os.unlink('ok/' + name)
          os.rmdir('ok/new'); check('left', os.listdir('ok') == ['file'])
          folder = os.open('ok', os.O_RDONLY)
          os.mkdir('sub', dir_fd=folder); os.rename('file', 'sub/file', src_dir_fd=folder, dst_dir_fd=folder)
          check('folder', reads('sub/../sub/file', dir_fd=folder) == b'open\\n')
          check('renameat2', libc.renameat2(folder, b'sub', folder, b'new', 1) == 0)
          """) ?? -1)
    }
  }

  @Test func `changes what is known of files`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          os.symlink('file', 'ok/link'); file = os.open('ok/file', os.O_RDWR)
          os.chmod('ok/link', 0o600); check('chmod', stat.S_IMODE(os.stat('ok/file').st_mode) == 0o600)
          os.fchmod(file, 0o611); check('fchmod', stat.S_IMODE(os.stat('ok/file').st_mode) == 0o611)
          os.chown('ok/file', -1, -1); os.lchown('ok/link', -1, -1); os.fchown(file, -1, -1)
          os.utime('ok/link', (1, 2)); check('utime', os.stat('ok/file').st_mtime == 2)
          os.utime('ok/link', (3, 4), follow_symlinks=False)
          check('of a link', os.lstat('ok/link').st_mtime == 4 and os.stat('ok/file').st_mtime == 2)
          os.utime(file); check('now', os.stat('ok/file').st_mtime > 1000)
          check('name', attempt(os.setxattr, 'ok/file', '', b'1') == 'ERANGE')
          if attempt(os.setxattr, 'ok/file', 'user.a', b'1') is None:
              check('attribute', os.getxattr(file, 'user.a') == b'1')
              os.removexattr('ok/link', 'user.a'); check('gone', os.listxattr('ok/file') == [])
          check('path only', attempt(os.fchmod, os.open('ok', os.O_PATH), 0) == 'EBADF')
          """) ?? -1)
    }
  }

  @Test func `fails as the kernel does`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          os.symlink('loop', 'ok/loop'); os.symlink('nowhere', 'ok/dangling'); os.symlink('file/', 'ok/slash')
          create = os.O_WRONLY | os.O_CREAT
          for path, flags, error in [
              ('', 0, 'ENOENT'), ('ok/loop', 0, 'ELOOP'), ('ok/file/', 0, 'ENOTDIR'), ('ok/file/x', 0, 'ENOTDIR'),
              ('ok/slash', 0, 'ENOTDIR'), ('ok/slash', create, 'EISDIR'), ('ok/new/', create, 'EISDIR'),
              ('ok', create, 'EISDIR'), ('ok/file', create | os.O_EXCL, 'EEXIST'), ('n' * 256, 0, 'ENAMETOOLONG'),
              ('ok/dangling', create | os.O_EXCL, 'EEXIST'), ('ok/dangling', create | os.O_NOFOLLOW, 'ELOOP'),
              ('./' * 2048, 0, 'ENAMETOOLONG'), ('ok/file', os.O_DIRECTORY, 'ENOTDIR'),
              ('ok/file', os.O_TMPFILE, 'EINVAL'), ('none/x', create, 'ENOENT'), ('/proc/self/fd/99', 0, 'ENOENT')]:
              check(path, attempt(os.open, path, flags) == error)
          for call, error in [
              ((os.mkdir, 'ok'), 'EEXIST'), ((os.mkdir, 'ok/.'), 'EEXIST'), ((os.mkdir, 'none/x/y'), 'ENOENT'),
              ((os.rmdir, 'ok'), 'ENOTEMPTY'), ((os.rmdir, 'ok/.'), 'EINVAL'), ((os.rmdir, 'ok/..'), 'ENOTEMPTY'),
              ((os.rmdir, 'ok/file'), 'ENOTDIR'), ((os.unlink, 'ok'), 'EISDIR'), ((os.unlink, 'ok/file/'), 'ENOTDIR'),
              ((os.symlink, 'x', 'ok/y/'), 'ENOENT'), ((os.rename, 'ok/.', 'z'), 'EBUSY'),
              ((os.rename, 'ok', 'ok/in'), 'EINVAL'), ((os.rename, 'ok/file', 'ok/z/'), 'ENOTDIR'),
              ((os.link, 'ok', 'z'), 'EPERM'), ((os.truncate, 'ok', 0), 'EISDIR'), ((os.truncate, 'ok/file', -1), 'EINVAL'),
              ((os.chmod, 'none', 0), 'ENOENT')]:
              check(str(call), attempt(*call) == error)
          check('fault', libc.open(ctypes.c_void_p(1), 0) == -1 and ctypes.get_errno() == errno.EFAULT)
          check('folder', attempt(os.open, 'x', 0, dir_fd=99) == 'EBADF')
          os.close(os.open('ok/dangling', create)); check('through it', os.path.exists('ok/nowhere'))
          """) ?? -1)
    }
  }

  @Test func `means the program by /proc/self`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          own = str(os.getpid())
          check('stat', open('/proc/self/stat').read().split()[0] == own)
          check('thread', open('/proc/thread-self/status').read().split('Tgid:')[1].split()[0] == own)
          check('working folder', reads('/proc/self/cwd/ok/file') == reads('/proc/' + own + '/root' + here + '/ok/file') == b'open\\n')
          ends = os.pipe(); os.write(ends[1], b'in'); check('pipe', reads('/dev/fd/%d' % ends[0]) == b'in')
          file = os.open('ok/mine', os.O_CREAT | os.O_RDWR); os.write(file, b'mine'); os.unlink('ok/mine')
          check('deleted', reads('/proc/self/fd/%d' % file) == b'mine')
          new = os.open('ok', os.O_TMPFILE | os.O_RDWR, 0o600)
          check('named', libc.linkat(-100, b'/proc/self/fd/%d' % new, -100, b'ok/named', 0x400) == 0)
          check('there', os.path.exists('ok/named'))
          child = subprocess.run(['sh', '-c', 'cat < /dev/stdin > ok/from; echo e > /dev/stderr'], input=b'x', stderr=-1)
          check('child', child.stderr == b'e\\n' and reads('ok/from') == b'x')
          for process in (1, os.getppid()):
              check('others', reads('/proc/%d/environ' % process) == 'EACCES')
              check('their files', reads('/proc/%d/root/etc/passwd' % process) == 'EACCES')
              check('what is told', isinstance(reads('/proc/%d/stat' % process), bytes))
          """) ?? -1)
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `lets one wait for a pipe and others go on`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          os.mkfifo('ok/fifo'); got = []
          thread = threading.Thread(target=lambda: got.append(open('ok/fifo').read())); thread.start()
          time.sleep(0.1); check('others', reads('ok/file') == b'open\\n')
          open('ok/fifo', 'w').write('through'); thread.join(); check('through', got == ['through'])
          class Alarm(Exception): pass
          def ring(*_): raise Alarm
          signal.signal(signal.SIGALRM, ring)
          try: signal.setitimer(signal.ITIMER_REAL, 0.2); os.open('ok/fifo', os.O_RDONLY); check('interrupted', False)
          except Alarm: pass
          check('nobody reads', attempt(os.open, 'ok/fifo', os.O_WRONLY | os.O_NONBLOCK) == 'ENXIO')
          child = subprocess.Popen(['cat', 'ok/fifo']); time.sleep(0.1); child.kill(); check('killed', child.wait() == -9)
          """) ?? -1)
    }
  }

  @Test func `opens the terminal that a program has`() async {
    await #expect(processExitsWith: .success) {
      exit(
        FilesWorld()?.run(
          """
          import pty
          process, terminal = pty.fork()
          if process == 0:
              os.write(os.open('/dev/tty', os.O_RDWR), b'here'); os._exit(0)
          check('terminal', os.read(terminal, 10) == b'here'); check('ended', os.waitpid(process, 0)[1] == 0)
          """) ?? -1)
    }
  }
}
