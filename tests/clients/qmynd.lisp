;; SPDX-License-Identifier: Apache-2.0
;; The client scenario (docs/clients.md) for Common Lisp's qmynd, which speaks the protocol itself:
;; qmynd.lisp HOST PORT USER PASSWORD DATABASE. Without arguments it only loads, which compiles, the library.
(require :asdf)
(setf sb-impl::*default-external-format* :utf-8)
(let ((*standard-output* (make-broadcast-stream)) (*error-output* (make-broadcast-stream)))
  (asdf:initialize-source-registry
    '(:source-registry (:tree "/usr/share/common-lisp/source/") :ignore-inherited-configuration))
  (handler-bind ((warning #'muffle-warning))
    (asdf:load-system :qmynd)))
(unless (second sb-ext:*posix-argv*) (sb-ext:exit))

(defparameter *arguments* (last sb-ext:*posix-argv* 5))
(defparameter *size* (* 17 1024 1024))
(defvar *db* (qmynd:mysql-connect :host (first *arguments*) :port (parse-integer (second *arguments*))
                                  :username (third *arguments*) :password (fourth *arguments*)
                                  :database (fifth *arguments*) :ssl nil))

(defun show (value)
  (typecase value
    (string (substitute #\Space #\Newline value))
    (vector (map 'list #'show value))
    (qmynd:mysql-date-time
     (list (qmynd:mysql-date-time-year value) (qmynd:mysql-date-time-month value) (qmynd:mysql-date-time-day value)
           (qmynd:mysql-date-time-hour value) (qmynd:mysql-date-time-minute value) (qmynd:mysql-date-time-second value)
           (qmynd:mysql-date-time-microsecond value)))
    (qmynd:mysql-time-interval (qmynd:mysql-time-interval-to-seconds value))
    (t value)))

(defun query (sql) (values (qmynd:mysql-query *db* sql)))
(defun prepared (sql &rest parameters)
  (let ((statement (qmynd:mysql-statement-prepare *db* sql)))
    (unwind-protect (values (qmynd:mysql-statement-execute statement :parameters parameters))
      (qmynd:mysql-statement-close statement))))
(defun affected (sql) (qmynd:response-ok-packet-affected-rows (query sql)))
(defun insert-id (sql) (qmynd:response-ok-packet-last-insert-id (query sql)))
(defun octets (&rest bytes) (coerce bytes '(vector (unsigned-byte 8))))

(defun transaction (end first second)
  (query "START TRANSACTION")
  (prepared "INSERT INTO t_write (id, n) VALUES (?, 1)" first)
  (prepared "INSERT INTO t_write (id, n) VALUES (?, 1)" second)
  (query end)
  (prepared "SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)" first second))

(defun failure (sql)
  (handler-case (progn (query sql) "no error")
    (qmynd:mysql-error (problem)
      (list (slot-value problem 'qmynd-impl::code) (slot-value problem 'qmynd-impl::state) (query "SELECT 1")))))

(defmacro check (name &body body)
  `(handler-case (format t "ok ~a: ~s~%" ,name
                         (let ((value (progn ,@body))) (if (listp value) (mapcar #'show value) (show value))))
     (error (problem) (format t "not ok ~a: ~a~%" ,name (substitute #\Space #\Newline (princ-to-string problem))))))

(let ((*print-pretty* nil))
  (check "connect" (query "SELECT DATABASE(), @@character_set_client"))
  (check "types"
    (multiple-value-bind (rows columns) (qmynd:mysql-query *db* "SELECT * FROM t_type WHERE id = 1")
      (list rows (prepared "SELECT * FROM t_type WHERE id = ?" 1)
            (map 'list #'qmynd-impl:column-definition-type columns)
            (map 'list #'qmynd-impl:column-definition-encoding columns))))
  (check "null" (list (query "SELECT * FROM t_type WHERE id = 2") (query "SELECT NULL")))
  (check "unicode" (query "SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'"))
  (check "affected"
    (list (affected "INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)")
          (affected "UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)")
          (affected "UPDATE t_write SET n = 11 WHERE id = 1")
          (affected "DELETE FROM t_write WHERE id >= 2")))
  (check "generated_key"
    (prepared "SELECT user_id, amount FROM t_order WHERE order_id = ?"
              (insert-id "INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)")))
  (check "auto_increment"
    (list (insert-id "INSERT INTO t_setting (k) VALUES ('a')") (insert-id "INSERT INTO t_setting (k) VALUES ('b')")))
  (check "prepared"
    (prepared "INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)" 100 -5 18446744073709551615
              "naïve 'q' \\ 😀" (make-instance 'qmynd:mysql-date-time :year 2024 :month 2 :day 29 :hour 12 :minute 34
                                               :second 56 :microsecond 789012)
              (octets 0 1 39 92 255))
    (prepared "INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)" 101 nil 0 "" nil nil)
    (prepared "SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id" 100))
  (check "commit" (transaction "COMMIT" 200 201))
  (check "rollback" (transaction "ROLLBACK" 210 211))
  (check "duplicate" (failure "INSERT INTO t_write (id) VALUES (200)"))
  (check "syntax" (failure "SELEC 1"))
  (check "many"
    (let ((rows (query "SELECT id, v FROM t_many ORDER BY id")))
      (list (length rows) (loop for row across rows sum (aref row 0)) (aref rows (1- (length rows))))))
  (check "large"
    (let ((value (make-array *size* :element-type '(unsigned-byte 8))))
      (dotimes (i *size*) (setf (aref value i) (logand i 255)))
      (prepared "INSERT INTO t_big (id, v) VALUES (1, ?)" value)
      (let ((read (aref (aref (query "SELECT v FROM t_big WHERE id = 1") 0) 0)))
        (list (length read) (not (mismatch read value)) (query "SELECT MD5(v) FROM t_big WHERE id = 1")))))
  (check "order" (query "SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4"))
  (check "group" (query "SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city"))
  (check "join" (prepared "SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o
    ON u.user_id = o.user_id WHERE o.amount > ? ORDER BY o.amount" 5))
  (check "charset"
    (query "SET NAMES latin1")
    (prog1 (query "SELECT @@character_set_results, name, LENGTH(name) FROM t_user WHERE user_id = 4")
      (query "SET NAMES utf8mb4")))
  (check "database"
    (qmynd-impl:with-mysql-connection (*db*) (qmynd-impl:send-command-initialize-database "archive"))
    (let ((other (query "SELECT DATABASE(), COUNT(*) FROM t_note")))
      (qmynd-impl:with-mysql-connection (*db*)
        (qmynd-impl:send-command-ping)
        (qmynd-impl:send-command-initialize-database (fifth *arguments*)))
      (list other (query "SELECT DATABASE()"))))
  (qmynd:mysql-disconnect *db*))
