# SPDX-License-Identifier: Apache-2.0
# The ORM scenario (docs/clients.md) for ActiveRecord: active_record.rb HOST PORT USER PASSWORD DATABASE
require "active_record"
require "stringio"
require "tmpdir"

host, port, user, password, database = ARGV
ActiveRecord::Base.establish_connection(
  adapter: "mysql2", host: host, port: port.to_i, username: user, password: password, database: database,
  encoding: "utf8mb4")
ActiveRecord::Migration.verbose = false
TABLES = %w[t_user t_order t_type t_setting].freeze

class User < ActiveRecord::Base
  self.table_name = "t_user"
  self.primary_key = "user_id"
  has_many :orders, foreign_key: "user_id"
end

class Order < ActiveRecord::Base
  self.table_name = "t_order"
  self.primary_key = "order_id"
  belongs_to :user, foreign_key: "user_id"
end

class OrmAuthor < ActiveRecord::Base
  has_many :orm_notes
end

class OrmNote < ActiveRecord::Base
  belongs_to :orm_author
end

MIGRATIONS = {
  "1_create_notes" => <<~RUBY,
    class CreateNotes < ActiveRecord::Migration[6.1]
      def change
        create_table(:orm_authors) { |t| t.string :name, limit: 40, null: false, index: { unique: true } }
        create_table :orm_notes do |t|
          t.references :orm_author, null: false, foreign_key: true
          t.text :text, comment: "what it says"
          t.datetime :made, precision: 6
        end
        add_index :orm_notes, [:made, :orm_author_id], name: "note_made"
      end
    end
  RUBY
  "2_add_email" => <<~RUBY
    class AddEmail < ActiveRecord::Migration[6.1]
      def up
        add_column :t_user, :email, :string, limit: 80, default: "nobody"
        add_index :t_user, :email
        add_index :t_order, [:amount, :user_id], name: "order_amount"
        change_column :t_user, :city, :string, limit: 3
      end
      def down
        change_column :t_user, :city, "CHAR(2)"
        remove_index :t_order, name: "order_amount"
        remove_index :t_user, :email
        remove_column :t_user, :email
      end
    end
  RUBY
}.freeze

def connection = ActiveRecord::Base.connection

def check(name)
  puts "ok #{name}: #{yield.inspect}"
rescue StandardError => e
  puts "not ok #{name}: #{e.class} #{e.message.inspect}"
ensure
  $stdout.flush
end

def columns_of(table)
  connection.schema_cache.clear!
  connection.columns(table).map { |c| [c.name, c.sql_type, c.type, c.null, c.default, c.default_function, c.comment] }
end

def indexes_of(table)
  connection.indexes(table).map { |i| [i.name, i.unique, i.columns, i.using, i.lengths] }.sort
end

def dump
  out = StringIO.new
  ActiveRecord::SchemaDumper.dump(connection, out)
  out.string
end

folder = Dir.mktmpdir
at_exit { FileUtils.remove_entry(folder) }
MIGRATIONS.each { |name, text| File.write("#{folder}/#{name}.rb", text) }
migrations = ActiveRecord::MigrationContext.new(folder, ActiveRecord::SchemaMigration)

check("connect") do
  [connection.database_version.to_s, connection.mariadb?, connection.current_database, connection.charset,
   connection.collation, connection.show_variable("sql_mode"), connection.supports_check_constraints?]
end
check("tables") do
  [connection.tables.sort, connection.views, connection.data_sources.size, connection.table_exists?("t_order"),
   connection.table_exists?("t_order_0"), connection.data_source_exists?("nosuch")]
end
check("columns") { [TABLES.map { |table| columns_of(table) }, dump] }
check("keys") do
  TABLES.map do |table|
    [connection.primary_keys(table), indexes_of(table), connection.foreign_keys(table),
     connection.check_constraints(table), connection.table_comment(table), connection.table_options(table)]
  end
end
check("create") do
  migrations.up(1)
  [migrations.current_version, columns_of("orm_notes"), indexes_of("orm_notes"), indexes_of("orm_authors"),
   connection.foreign_keys("orm_notes").map { |key| [key.to_table, key.column, key.primary_key, key.name] }]
end
check("alter") do
  migrations.up(2)
  User.reset_column_information
  [migrations.current_version, migrations.needs_migration?, columns_of("t_user"), indexes_of("t_user"),
   indexes_of("t_order"), connection.index_exists?("t_user", :email), dump]
end
check("insert") do
  User.insert_all((0..3).map { |i| { user_id: 50 + i, name: "user #{i}", city: "xy", balance: i } })
  User.transaction { (0..7).each { |i| Order.create!(order_id: 9000 + i, user_id: 50 + i % 4, amount: i / 4.0) } }
  made = Order.create!(user_id: 51, amount: 7)
  [Order.find(made.order_id).amount, User.find(52).name, User.find(51).orders.size,
   User.create_with(name: "user 4", city: "xy").find_or_create_by(user_id: 54).name]
end
check("query") do
  [User.where("name LIKE ?", "user%").order(user_id: :desc).limit(3).pluck(:name),
   Order.joins(:user).where(t_user: { city: "xy" }).group("t_user.name").order("t_user.name").sum(:amount).to_a,
   Order.count, User.where(city: "xy").exists?, Order.average(:amount), Order.maximum(:amount),
   User.includes(:orders).where(user_id: [50, 51]).order(:user_id).map { |u| u.orders.size },
   User.where(user_id: Order.where("amount > 5").select(:user_id)).order(:user_id).pluck(:name),
   User.where(city: "xy").find_each(batch_size: 2).map(&:user_id), User.distinct.pluck(:city).compact.sort]
end
check("update") do
  changed = User.where(city: "xy").update_all("balance = user_id + 1")
  User.find(50).update!(name: "changed")
  User.transaction do
    User.find(51).update!(name: "not kept")
    User.transaction(requires_new: true) { User.where(user_id: 52).update_all(name: "not kept") }
    raise ActiveRecord::Rollback
  end
  User.lock.find(50).increment!(:balance)
  [changed, User.where(city: "xy").order(:user_id).pluck(:name, :balance)]
end
check("single") do
  ada = OrmAuthor.create!(name: "Ada")
  ["one", "two ñ"].each { |text| ada.orm_notes.create!(text: text) }
  [ada.id, OrmNote.joins(:orm_author).order(:id).pluck(:text, "orm_authors.name")]
end
check("delete") do
  [Order.where(user_id: 50..54).delete_all, User.where(city: "xy").destroy_all.size, OrmNote.delete_all,
   OrmAuthor.delete_all, User.count, Order.count]
end
check("drop") do
  migrations.down(0)
  %w[schema_migrations ar_internal_metadata].each { |table| connection.drop_table(table) }
  [connection.tables.sort, columns_of("t_user")]
end
