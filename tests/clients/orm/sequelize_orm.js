// SPDX-License-Identifier: Apache-2.0
// The ORM scenario (docs/clients.md) for Sequelize: sequelize_orm.js HOST PORT USER PASSWORD DATABASE
'use strict';
const { DataTypes, Op, QueryTypes, Sequelize } = require('sequelize');

const [host, port, user, password, database] = process.argv.slice(2);
const orm = new Sequelize(database, user, password, {
  host, port: Number(port), dialect: 'mysql', logging: false, define: { timestamps: false },
  dialectOptions: { charset: 'utf8mb4', supportBigNumbers: true, bigNumberStrings: true },
});
const schema = orm.getQueryInterface();
const TABLES = ['t_user', 't_order', 't_type', 't_setting'];

const User = orm.define('User', {
  userId: { type: DataTypes.INTEGER, primaryKey: true, field: 'user_id' },
  name: { type: DataTypes.STRING(40), allowNull: false },
  city: DataTypes.CHAR(2),
  balance: DataTypes.DECIMAL(12, 2),
}, { tableName: 't_user' });
const Order = orm.define('Order', {
  orderId: { type: DataTypes.BIGINT, primaryKey: true, field: 'order_id' },
  userId: { type: DataTypes.INTEGER, allowNull: false, field: 'user_id' },
  amount: DataTypes.DECIMAL(10, 2),
}, { tableName: 't_order' });
User.hasMany(Order, { foreignKey: 'userId', constraints: false });
Order.belongsTo(User, { foreignKey: 'userId', constraints: false });
const Author = orm.define('Author', {
  id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
  name: { type: DataTypes.STRING(40), allowNull: false, unique: true },
}, { tableName: 'orm_author' });
const Note = orm.define('Note', {
  id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
  text: { type: DataTypes.TEXT, comment: 'what it says' },
  made: DataTypes.DATE(6),
}, { tableName: 'orm_note', indexes: [{ name: 'note_made', fields: ['made', 'author_id'] }] });
Author.hasMany(Note, { foreignKey: { name: 'authorId', field: 'author_id', allowNull: false } });
Note.belongsTo(Author, { foreignKey: { name: 'authorId', field: 'author_id', allowNull: false } });

const indexesOf = async (table) => (await schema.showIndex(table))
  .map((index) => [index.name, index.unique, index.fields.map((field) => field.attribute)]).sort();
const plain = (rows) => rows.map((row) => row.get({ plain: true }));
const nameAndBalance = async () => (await User.findAll({ where: { city: 'xy' }, order: ['userId'] }))
  .map((row) => [row.name, row.balance]);

const checks = {
  async connect() {
    await orm.authenticate();
    return [await orm.databaseVersion(), await orm.query('SELECT DATABASE() AS db', { type: QueryTypes.SELECT })];
  },
  async tables() {
    const names = (await schema.showAllTables()).map((table) => table.tableName || table).sort();
    return [names, await schema.tableExists('t_order'), await schema.tableExists('t_order_0'),
      (await schema.showAllSchemas()).length > 0];
  },
  columns: () => Promise.all(TABLES.map((table) => schema.describeTable(table))),
  keys: () => Promise.all(TABLES.map(async (table) => [
    await indexesOf(table), await schema.getForeignKeyReferencesForTable(table)])),
  async create() {
    await Author.sync();
    await Note.sync();
    await Note.sync();
    return [await schema.describeTable('orm_note'), await indexesOf('orm_note'), await indexesOf('orm_author'),
      await schema.getForeignKeyReferencesForTable('orm_note')];
  },
  async alter() {
    await schema.addColumn('t_user', 'email', { type: DataTypes.STRING(80), defaultValue: 'nobody' });
    await schema.addIndex('t_user', ['email'], { name: 'user_email' });
    await schema.addIndex('t_order', ['amount', 'user_id'], { name: 'order_amount' });
    await schema.changeColumn('t_user', 'city', { type: DataTypes.STRING(3) });
    await schema.renameColumn('t_user', 'email', 'mail');
    return [await schema.describeTable('t_user'), await indexesOf('t_user'), await indexesOf('t_order')];
  },
  async insert() {
    await User.bulkCreate([0, 1, 2, 3].map((i) => ({ userId: 50 + i, name: `user ${i}`, city: 'xy', balance: i })));
    await orm.transaction(async (transaction) => {
      for (let i = 0; i < 8; i++) {
        await Order.create({ orderId: 9000 + i, userId: 50 + i % 4, amount: i / 4 }, { transaction });
      }
    });
    const [found, made] = await User.findOrCreate({ where: { userId: 54 }, defaults: { name: 'user 4', city: 'xy' } });
    const [, again] = await User.findOrCreate({ where: { userId: 54 }, defaults: { name: 'other' } });
    return [found.name, made, again];
  },
  async query() {
    const named = await User.findAll({ where: { name: { [Op.like]: 'user%' } }, order: [['userId', 'DESC']], limit: 3 });
    const grouped = await Order.findAll({
      attributes: ['userId', [orm.fn('COUNT', orm.col('order_id')), 'n'], [orm.fn('SUM', orm.col('amount')), 'total']],
      where: { userId: { [Op.gte]: 50 } }, group: ['userId'], order: ['userId'] });
    const nested = await User.findAll({ where: { userId: [50, 51] }, include: Order, order: ['userId', [Order, 'orderId', 'ASC']] });
    const page = await User.findAndCountAll({ order: ['userId'], offset: 2, limit: 2, include: Order, distinct: true });
    return [plain(named), plain(grouped), plain(nested), page.count, plain(page.rows).length, await Order.count(),
      await Order.max('amount')];
  },
  async update() {
    const [changed] = await User.update({ balance: orm.literal('user_id + 1') }, { where: { city: 'xy' } });
    await User.upsert({ userId: 50, name: 'changed', city: 'xy' });
    await User.increment({ balance: 1 }, { where: { userId: 51 } });
    await orm.transaction(async (transaction) => {
      await User.update({ name: 'not kept' }, { where: { userId: [51, 52] }, transaction });
      await User.findByPk(51, { lock: transaction.LOCK.UPDATE, transaction });
      throw new Error('undo');
    }).catch((error) => { if (error.message !== 'undo') throw error; });
    return [changed, await nameAndBalance()];
  },
  async single() {
    const ada = await Author.create({ name: 'Ada' });
    for (const text of ['one', 'two ñ']) await ada.createNote({ text });
    const notes = await Note.findAll({ include: Author, order: ['id'] });
    return [ada.id, notes.map((note) => [note.text, note.Author.name])];
  },
  async delete() {
    return [await Order.destroy({ where: { userId: { [Op.gte]: 50 } } }), await User.destroy({ where: { city: 'xy' } }),
      await Note.destroy({ where: {} }), await User.count(), await Order.count()];
  },
  async drop() {
    await schema.removeIndex('t_order', 'order_amount');
    await schema.removeIndex('t_user', 'user_email');
    await schema.removeColumn('t_user', 'mail');
    await schema.changeColumn('t_user', 'city', { type: DataTypes.CHAR(2) });
    await Note.drop();
    await Author.drop();
    return [await checks.tables(), await schema.describeTable('t_user'), await indexesOf('t_order')];
  },
};

(async () => {
  for (const [name, check] of Object.entries(checks)) {
    try {
      console.log(`ok ${name}: ${JSON.stringify(await check())}`);
    } catch (error) {
      console.log(`not ok ${name}: ${error.name} ${JSON.stringify(error.message)}`);
    }
  }
  await orm.close();
})();
