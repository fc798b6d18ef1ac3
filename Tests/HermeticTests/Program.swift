/// Small programs that do what a policy refuses, on this machine only.
enum Program {
  /// Connects to a port of this machine that nobody listens on.
  static let connect = "socket.create_connection(('127.0.0.1', 9))"
  static let blocked = "hermetic: blocked action: network disabled: connect(127.0.0.1:9)"

  /// Ends with the violation.
  static let violation = "import socket; print('before', flush=True); \(connect); print('after')"

  /// Goes on after the violation.
  static let swallowed = """
    import socket
    try:
        \(connect)
    except Exception as error:
        print(type(error).__name__)
    print('after')
    """

  /// As many distinct violations as that, all of them swallowed.
  static func swallowed(_ count: Int, times: Int = 1) -> String {
    """
    import socket
    for port in list(range(1, \(count) + 1)) * \(times):
        try:
            socket.create_connection(('127.0.0.1', port))
        except OSError:
            pass
    print('after')
    """
  }
}
